namespace SmartPbx.Domain.Ports;

/// <summary>A kind of document: its stored name and its declared indexes.</summary>
/// <typeparam name="T">Record that is stored as JSON.</typeparam>
public sealed class DocumentKind<T>(string name, params DocumentIndex<T>[] indexes)
{
    public string Name { get; } = name;
    public IReadOnlyList<DocumentIndex<T>> Indexes { get; } = indexes;
}
