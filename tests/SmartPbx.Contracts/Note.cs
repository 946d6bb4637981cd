using SmartPbx.Domain.Ports;

namespace SmartPbx.Contracts;

/// <summary>A document that the contract tests store.</summary>
public sealed record Note(string Text, string? Colour = null, int Rank = 0)
{
    public static readonly DocumentKind<Note> Kind = new("note",
        DocumentIndex.On<Note>("colour", n => n.Colour), DocumentIndex.On<Note>("rank", n => n.Rank.ToString("D4", null)));

    public static readonly DocumentKind<Note> OtherKind = new("other_note", DocumentIndex.On<Note>("colour", n => n.Colour));
}
