using System.Runtime.CompilerServices;
using System.Text;

namespace SmartPbx.Sip.Messages;

/// <summary>
/// Walks <c>*( SEMI generic-param )</c> (RFC 3261 §25.1) behind a header value without allocating.
/// <c>generic-param = token [ EQUAL gen-value ]</c>, white space allowed around both separators.
/// </summary>
internal struct SipParameterReader(int at)
{
    /// <summary>Behind what was read, white space included.</summary>
    public int At { get; private set; } = at;

    public SipSlice Name { get; private set; }

    /// <summary>The value, without quotes when quoted.</summary>
    public SipSlice Value { get; private set; }

    public bool HasValue { get; private set; }

    public bool IsQuoted { get; private set; }

    public bool IsMalformed { get; private set; }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool Next(in SipText text)
    {
        At = text.SkipLws(At);
        if (text[At] != ';')
            return false;
        int name = text.SkipLws(At + 1);
        At = text.Run(name, SipClass.Token);
        Name = SipSlice.Between(name, At);
        IsMalformed = At == name;
        At = text.SkipLws(At);
        HasValue = text[At] == '=';
        if (HasValue)
            ReadValue(text, text.SkipLws(At + 1));
        return !IsMalformed;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void ReadValue(in SipText text, int start)
    {
        IsQuoted = text[start] == '"';
        At = IsQuoted ? text.SkipQuoted(start) : text.Run(start, SipClass.ParameterValue);
        IsMalformed |= At == start;
        Value = IsQuoted && At > start ? SipSlice.Between(start + 1, At - 1) : SipSlice.Between(start, At);
    }

    /// <summary>
    /// Takes all parameters off the text; <paramref name="value"/> is that of the first with this name, empty when there is none. Gives the place behind them, or
    /// <see cref="SipText.Broken"/>.
    /// </summary>
    public static int Scan(in SipText text, int at, ReadOnlySpan<byte> wanted, out SipSlice value)
    {
        value = default;
        bool isFound = false;
        var reader = new SipParameterReader(at);
        while (reader.Next(text))
        {
            if (isFound || !IsNamed(text[reader.Name], wanted))
                continue;
            isFound = true;
            if (reader.HasValue)
                value = reader.Value;
        }
        return reader.IsMalformed ? SipText.Broken : reader.At;
    }

    private static bool IsNamed(ReadOnlySpan<byte> name, ReadOnlySpan<byte> wanted) =>
        name.Length == wanted.Length && (name.SequenceEqual(wanted) || Ascii.EqualsIgnoreCase(name, wanted));

    /// <summary>All parameters as strings; the caller has checked the text.</summary>
    public static SipParameters ToParameters(in SipText text, int at)
    {
        int count = 0;
        for (var counter = new SipParameterReader(at); counter.Next(text);)
            count++;
        var items = count == 0 ? [] : new SipParameter[count];
        var reader = new SipParameterReader(at);
        for (int i = 0; reader.Next(text); i++)
        {
            string? value = !reader.HasValue ? null
                : reader.IsQuoted ? SipEscaping.Unquote(text[reader.Value])
                : SipVocabulary.Of(text[reader.Value]);
            items[i] = new SipParameter(SipVocabulary.Of(text[reader.Name]), value, reader.HasValue && reader.IsQuoted);
        }
        return SipParameters.Owning(items);
    }

    public static void Write(SipMessageWriter writer, SipParameters parameters)
    {
        foreach (var (name, value, isQuoted) in parameters.AsSpan())
        {
            writer.Write((byte)';');
            writer.Write(name);
            if (value is null)
                continue;
            writer.Write((byte)'=');
            if (isQuoted || !SipGrammar.IsParameterValue(value))
                SipEscaping.WriteQuoted(writer, value);
            else
                writer.Write(value);
        }
    }
}
