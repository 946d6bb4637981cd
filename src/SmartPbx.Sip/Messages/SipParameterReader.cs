namespace SmartPbx.Sip.Messages;

/// <summary>
/// Walks <c>*( SEMI generic-param )</c> (RFC 3261 §25.1) at the end of a header value without allocating.
/// <c>generic-param = token [ EQUAL gen-value ]</c>, white space allowed around both separators.
/// </summary>
internal ref struct SipParameterReader(ReadOnlySpan<byte> text)
{
    private ReadOnlySpan<byte> _rest = SipGrammar.Trim(text);

    public ReadOnlySpan<byte> Name { get; private set; }

    /// <summary>The value, without quotes when quoted.</summary>
    public ReadOnlySpan<byte> Value { get; private set; }

    public bool HasValue { get; private set; }

    public bool IsQuoted { get; private set; }

    public bool IsMalformed { get; private set; }

    public bool Next()
    {
        if (_rest.IsEmpty || IsMalformed)
            return false;
        if (_rest[0] != ';')
            return Fail();
        _rest = SipGrammar.TrimStart(_rest[1..]);
        int length = SipGrammar.TokenLength(_rest);
        if (length == 0)
            return Fail();
        Name = _rest[..length];
        _rest = SipGrammar.TrimStart(_rest[length..]);
        Value = default;
        IsQuoted = false;
        HasValue = !_rest.IsEmpty && _rest[0] == '=';
        return !HasValue || ReadValue();
    }

    private bool ReadValue()
    {
        _rest = SipGrammar.TrimStart(_rest[1..]);
        if (_rest.IsEmpty)
            return Fail();
        IsQuoted = _rest[0] == '"';
        int length = IsQuoted ? SipGrammar.QuotedLength(_rest) : SipGrammar.ParameterValueLength(_rest);
        if (length == 0)
            return Fail();
        Value = IsQuoted ? _rest[1..(length - 1)] : _rest[..length];
        _rest = SipGrammar.TrimStart(_rest[length..]);
        return true;
    }

    private bool Fail()
    {
        IsMalformed = true;
        return false;
    }

    /// <summary>Whether the whole text is well formed; gives the value of one parameter, empty when absent.</summary>
    public static bool TryScan(ReadOnlySpan<byte> text, ReadOnlySpan<byte> wanted, out ReadOnlySpan<byte> value)
    {
        value = default;
        bool isFound = false;
        var reader = new SipParameterReader(text);
        while (reader.Next())
        {
            if (isFound || reader.Name.Length != wanted.Length || !System.Text.Ascii.EqualsIgnoreCase(reader.Name, wanted))
                continue;
            isFound = true;
            value = reader.Value;
        }
        return !reader.IsMalformed;
    }

    /// <summary>All parameters as strings; the caller has checked the text.</summary>
    public static SipParameters ToParameters(ReadOnlySpan<byte> text)
    {
        var reader = new SipParameterReader(text);
        List<SipParameter>? items = null;
        while (reader.Next())
        {
            string? value = !reader.HasValue ? null
                : reader.IsQuoted ? SipEscaping.Unquote(reader.Value)
                : System.Text.Encoding.UTF8.GetString(reader.Value);
            (items ??= []).Add(new SipParameter(System.Text.Encoding.UTF8.GetString(reader.Name), value, reader.IsQuoted));
        }
        return items is null ? SipParameters.Empty : new SipParameters(items.ToArray());
    }

    public static void Append(System.Text.StringBuilder builder, SipParameters parameters)
    {
        foreach (var (name, value, isQuoted) in parameters)
        {
            builder.Append(';').Append(name);
            if (value is null)
                continue;
            builder.Append('=');
            if (isQuoted || !SipGrammar.IsParameterValue(System.Text.Encoding.UTF8.GetBytes(value)))
                SipEscaping.AppendQuoted(builder, value);
            else
                builder.Append(value);
        }
    }
}
