namespace SmartPbx.MediaEdge.Configuration;

/// <summary>The configuration cannot be run; every line of the message names a key and the reason.</summary>
public sealed class EdgeConfigurationException(IReadOnlyList<string> problems)
    : Exception("configuration refused:" + Environment.NewLine + string.Join(Environment.NewLine, problems))
{
    /// <summary>One per key: <c>Edge:Rtp:FirstPort: …</c>.</summary>
    public IReadOnlyList<string> Problems { get; } = problems;
}
