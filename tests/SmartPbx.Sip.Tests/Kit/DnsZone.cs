using System.Net;
using System.Text;

namespace SmartPbx.Sip.Tests.Kit;

/// <summary>Records as bytes for a scripted server.</summary>
internal static class DnsZone
{
    public static byte[] A(string name, string address, uint ttl = 60) => Record(name, 1, ttl, IPAddress.Parse(address).GetAddressBytes());

    public static byte[] Aaaa(string name, string address, uint ttl = 60) => Record(name, 28, ttl, IPAddress.Parse(address).GetAddressBytes());

    public static byte[] Cname(string name, string target, uint ttl = 60) => Record(name, 5, ttl, Name(target));

    public static byte[] Srv(string name, int priority, int weight, int port, string target, uint ttl = 60) =>
        Record(name, 33, ttl, [.. Word(priority), .. Word(weight), .. Word(port), .. Name(target)]);

    public static byte[] Naptr(string name, int order, int preference, string services, string replacement, string flags = "s") =>
        Record(name, 35, 60, [.. Word(order), .. Word(preference), .. Text(flags), .. Text(services), .. Text(""), .. Name(replacement)]);

    public static byte[] Soa(string name, uint minimum) =>
        Record(name, 6, 3_600, [.. Name("ns." + name), .. Name("host." + name), .. Long(1), .. Long(2), .. Long(3), .. Long(4), .. Long(minimum)]);

    public static byte[] Record(string name, int type, uint ttl, byte[] data) => [.. Name(name), .. Word(type), .. Word(1), .. Long(ttl), .. Word(data.Length), .. data];

    public static byte[] Name(string name)
    {
        var bytes = new List<byte>();
        foreach (string label in name.Split('.', StringSplitOptions.RemoveEmptyEntries))
            bytes.AddRange([(byte)label.Length, .. Encoding.ASCII.GetBytes(label)]);
        return [.. bytes, 0];
    }

    public static byte[] Word(int value) => [(byte)(value >> 8), (byte)value];

    private static byte[] Long(uint value) => [.. Word((int)(value >> 16)), .. Word((int)(value & 0xFFFF))];

    private static byte[] Text(string text) => [(byte)text.Length, .. Encoding.ASCII.GetBytes(text)];
}
