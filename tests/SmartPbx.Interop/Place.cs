using System.Globalization;
using System.Net;
using SmartPbx.Interop.Running;

namespace SmartPbx.Interop;

/// <summary>Where one scenario plays: addresses, an extension and numbers of its own, so that scenarios side by side do not meet; and a folder for what it leaves.</summary>
public sealed record Place(int Index, EdgeUnderTest Edge, string Folder)
{
    /// <summary>Places there are: the last byte of an address.</summary>
    public const int Most = 250;

    /// <summary>A trunk of the tenant.</summary>
    public string TrunkAddress => Address(2, Index);

    /// <summary>A phone that registers.</summary>
    public string PhoneAddress => Address(3, Index);

    /// <summary>Nobody's.</summary>
    public string StrangerAddress => Address(9, Index);

    public string Extension => Directory(Index).Extension;

    /// <summary>For a caller that is a phone too.</summary>
    public string CallerExtension => Directory(Index).CallerExtension;

    /// <summary>Where that caller lives.</summary>
    public string CallerAddress => Address(4, Index);

    /// <summary>Rings the extension; nobody else answers.</summary>
    public string RingNumber => Directory(Index).Ring;

    /// <summary>Rings the extension, then the agent answers.</summary>
    public string RingOrAgentNumber => Directory(Index).RingOrAgent;

    /// <summary>The numbers of a place, as the tenant's directory has them.</summary>
    public static (string Extension, string CallerExtension, string Ring, string RingOrAgent) Directory(int index) =>
        (Text(3_100 + index), Text(3_400 + index), Text(22_000 + index), Text(21_000 + index));

    public string File(string name) => Path.Combine(Folder, name);

    private static string Address(int block, int index) => new IPAddress([127, 0, (byte)block, (byte)(index + 1)]).ToString();

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
