namespace SmartPbx.Media.Recording;

/// <summary>Which mono file to derive from a two-channel recording.</summary>
public enum RecordingPart
{
    /// <summary>Channel 0.</summary>
    Caller,

    /// <summary>Channel 1.</summary>
    Callee,

    /// <summary>Both, summed with saturation.</summary>
    Mixed,
}
