using System.Globalization;
using SmartPbx.Sip.Messages;

namespace SmartPbx.Sip.Provisionals;

/// <summary>The RAck header of PRACK (RFC 3262 §7.2): which response, of which request, is acknowledged.</summary>
/// <param name="Sequence">RSeq of the response.</param>
/// <param name="CSeq">CSeq of the request it answers.</param>
public readonly record struct RAck(uint Sequence, CSeq CSeq)
{
    /// <summary>Name of the header.</summary>
    public const string Header = "RAck";

    /// <summary><c>response-num LWS CSeq-num LWS Method</c>.</summary>
    public static bool TryParse(string? text, out RAck value)
    {
        value = default;
        var parts = (text ?? "").Split([' ', '\t'], StringSplitOptions.RemoveEmptyEntries);
        if (parts.Length != 3 || RSeq.Parse(parts[0]) is not { } sequence
            || !uint.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out uint number) || number > CSeq.MaxNumber)
            return false;
        value = new RAck(sequence, new CSeq(number, new SipMethod(parts[2])));
        return true;
    }

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Sequence} {CSeq.Number} {CSeq.Method}");
}
