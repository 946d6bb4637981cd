namespace SmartPbx.Agents.Speaking;

/// <summary>What became of the voice since the last look.</summary>
internal enum VoiceNews
{
    None,

    /// <summary>All that was to be said has been played.</summary>
    Finished,

    /// <summary>The engine failed; what it had made is still played.</summary>
    Failed,
}
