namespace SmartPbx.Sip.Sdp;

/// <summary>One <c>a=</c> line; <see cref="Value"/> is <c>null</c> for a property attribute.</summary>
public readonly record struct SdpAttribute(string Name, string? Value = null)
{
    /// <summary>The first value of this name: <c>null</c> when absent, empty for a property.</summary>
    internal static string? Find(IReadOnlyList<SdpAttribute> attributes, string name)
    {
        for (int i = 0; i < attributes.Count; i++) // an enumerator of an interface would be an object
            if (attributes[i].Name == name)
                return attributes[i].Value ?? "";
        return null;
    }
}
