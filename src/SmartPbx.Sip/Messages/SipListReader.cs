namespace SmartPbx.Sip.Messages;

/// <summary>Splits a comma list, minding quoted strings and angle brackets (RFC 3261 §7.3.1). One pass, no allocation.</summary>
internal ref struct SipListReader(ReadOnlySpan<byte> text)
{
    private readonly ReadOnlySpan<byte> _text = text;
    private int _next;
    private bool _isDone;

    /// <summary>Offset of <see cref="Value"/> in the list.</summary>
    public int Offset { get; private set; }

    public ReadOnlySpan<byte> Value { get; private set; }

    public bool Next()
    {
        if (_isDone)
            return false;
        var rest = _text[_next..];
        int comma = IndexOfComma(rest);
        _isDone = comma < 0;
        var raw = comma < 0 ? rest : rest[..comma];
        var value = SipGrammar.TrimStart(raw);
        Offset = _next + raw.Length - value.Length;
        Value = SipGrammar.Trim(value);
        _next += raw.Length + 1;
        return true;
    }

    private static int IndexOfComma(ReadOnlySpan<byte> text)
    {
        if (!text.Contains((byte)','))
            return -1; // mostly a list is one value
        int position = 0;
        while (true)
        {
            int step = text[position..].IndexOfAny("\"<,"u8);
            if (step < 0)
                return -1;
            position += step;
            if (text[position] == ',')
                return position;
            // A quoted string or a bracket that is not closed runs to the end; the grammar of the value will refuse it.
            int length = text[position] == '"'
                ? SipGrammar.QuotedLength(text[position..])
                : text[position..].IndexOf((byte)'>') + 1;
            if (length == 0)
                return -1;
            position += length;
        }
    }
}
