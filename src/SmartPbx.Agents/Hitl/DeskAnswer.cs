using SmartPbx.Domain.Identity;

namespace SmartPbx.Agents.Hitl;

/// <summary>What came of asking a person.</summary>
/// <param name="Result">How it ended.</param>
/// <param name="Text">The operator's words; null unless answered.</param>
/// <param name="Alert">The alert that was raised; null when nobody could be asked.</param>
public sealed record DeskAnswer(DeskResult Result, string? Text = null, AlertId? Alert = null);
