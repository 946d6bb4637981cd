using System.Text;

namespace SmartPbx.TestKit.Sip;

/// <summary>A SIP message as text: start line, headers in order, body. Written for reading traces, not for speed.</summary>
public sealed class SipText
{
    public required string StartLine { get; init; }
    public List<(string Name, string Value)> Headers { get; } = [];
    public string Body { get; set; } = "";

    public bool IsResponse => StartLine.StartsWith("SIP/2.0 ", StringComparison.Ordinal);
    public int Status => int.Parse(StartLine.AsSpan(8, 3));
    public string Method => IsResponse ? Header("CSeq").Split(' ')[1] : StartLine.Split(' ')[0];
    public int CSeq => int.Parse(Header("CSeq").Split(' ')[0]);
    public string CallId => Header("Call-ID");
    public string Branch => Parameter(Header("Via"), "branch");

    public string Header(string name) => Headers.FirstOrDefault(h => h.Name.Equals(name, StringComparison.OrdinalIgnoreCase)).Value ?? "";
    public IEnumerable<string> All(string name) => Headers.Where(h => h.Name.Equals(name, StringComparison.OrdinalIgnoreCase)).Select(h => h.Value);
    public SipText Add(string name, string value) { Headers.Add((name, value)); return this; }

    public static SipText Parse(string text)
    {
        var end = text.IndexOf("\r\n\r\n", StringComparison.Ordinal);
        var lines = (end < 0 ? text : text[..end]).Split("\r\n");
        var message = new SipText { StartLine = lines[0], Body = end < 0 ? "" : text[(end + 4)..] };
        foreach (var line in lines.Skip(1))
            if (line.IndexOf(':') is > 0 and var colon)
                message.Add(line[..colon].Trim(), line[(colon + 1)..].Trim());
        return message;
    }

    /// <summary>A response that copies what RFC 3261 §8.2.6 says it must.</summary>
    public SipText Reply(int status, string reason, string toTag)
    {
        var reply = new SipText { StartLine = $"SIP/2.0 {status} {reason}" };
        foreach (var name in (string[])["Via", "Record-Route", "From"])
            foreach (var value in All(name)) reply.Add(name, value);
        var to = Header("To");
        return reply.Add("To", to.Contains(";tag=", StringComparison.Ordinal) || status == 100 ? to : $"{to};tag={toTag}")
            .Add("Call-ID", CallId).Add("CSeq", Header("CSeq"));
    }

    public byte[] ToBytes()
    {
        var text = new StringBuilder(StartLine).Append("\r\n");
        foreach (var (name, value) in Headers) text.Append(name).Append(": ").Append(value).Append("\r\n");
        text.Append("Content-Length: ").Append(Encoding.UTF8.GetByteCount(Body)).Append("\r\n\r\n").Append(Body);
        return Encoding.UTF8.GetBytes(text.ToString());
    }

    /// <summary>URI between angle brackets, or the bare value without parameters.</summary>
    public static string Uri(string header) =>
        header.IndexOf('<') is >= 0 and var open ? header[(open + 1)..header.IndexOf('>')] : header.Split(';')[0].Trim();

    public static string Parameter(string value, string name)
    {
        var at = value.IndexOf(";" + name + "=", StringComparison.OrdinalIgnoreCase);
        return at < 0 ? "" : value[(at + name.Length + 2)..].Split(';', ',', '>', ' ')[0];
    }
}
