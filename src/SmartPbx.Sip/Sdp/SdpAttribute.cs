namespace SmartPbx.Sip.Sdp;

/// <summary>One <c>a=</c> line; <see cref="Value"/> is <c>null</c> for a property attribute.</summary>
public readonly record struct SdpAttribute(string Name, string? Value = null)
{
    /// <summary>The first value of this name: <c>null</c> when absent, empty for a property.</summary>
    internal static string? Find(IReadOnlyList<SdpAttribute> attributes, string name)
    {
        foreach (var attribute in attributes)
            if (attribute.Name == name)
                return attribute.Value ?? "";
        return null;
    }
}
