using System.Text;

namespace SmartPbx.Sip.Messages;

/// <summary>
/// The header fields of a message in order. Names compare without case and know their compact forms (RFC 3261 §7.3.3).
/// Comma lists of the routing headers are split, one field per value. Content-Length is not kept: it is computed.
/// </summary>
public sealed class SipHeaders
{
    private const int LeastFields = 8;

    private SipHeaderField[] _fields = [];
    private int _count;

    public int Count => _count;

    /// <summary>The first value, unfolded; <c>null</c> when absent.</summary>
    public string? this[string name]
    {
        get
        {
            int index = IndexOf(SipHeaderNames.IdOf(name), name, 0);
            return index < 0 ? null : TextAt(index);
        }
    }

    public bool Has(string name) => IndexOf(SipHeaderNames.IdOf(name), name, 0) >= 0;

    /// <summary>All values of one header, in order.</summary>
    public IReadOnlyList<string> All(string name)
    {
        var id = SipHeaderNames.IdOf(name);
        int first = IndexOf(id, name, 0);
        if (first < 0)
            return [];
        var values = new List<string>();
        for (int i = first; i >= 0; i = IndexOf(id, name, i + 1))
            values.Add(TextAt(i));
        return values;
    }

    /// <summary>Whether a value of the header is a comma list with this word in it, whatever its case.</summary>
    internal bool Lists(string name, string word)
    {
        var id = SipHeaderNames.IdOf(name);
        for (int i = IndexOf(id, name, 0); i >= 0; i = IndexOf(id, name, i + 1))
        {
            var value = TextAt(i).AsSpan();
            foreach (var range in value.Split(','))
                if (value[range].Trim().Equals(word, StringComparison.OrdinalIgnoreCase))
                    return true;
        }
        return false;
    }

    /// <summary>Every field as (name, value), for copying headers across a B2BUA.</summary>
    public IEnumerable<KeyValuePair<string, string>> Fields
    {
        get
        {
            for (int i = 0; i < _count; i++)
                yield return new KeyValuePair<string, string>(NameAt(i), TextAt(i));
        }
    }

    /// <summary>Replaces all values of the header by one. Throws ArgumentException on CR or LF (header injection) and bad names.</summary>
    public void Set(string name, string value)
    {
        var field = Checked(name, value);
        Replace(field, name);
    }

    /// <summary>Adds a value after the others. Throws like <see cref="Set"/>.</summary>
    public void Add(string name, string value) => Insert(_count, Checked(name, value));

    public void Remove(string name) => RemoveAll(SipHeaderNames.IdOf(name), name);

    /// <summary>Makes room for the fields of a message that is about to be built.</summary>
    internal void Reserve(int fields) => _fields = new SipHeaderField[fields];

    internal void Load(SipMessageView view, byte[] owned)
    {
        _fields = new SipHeaderField[view.HeaderCount];
        foreach (var slot in view.Slots)
        {
            if (slot.Id == SipHeaderId.ContentLength)
                continue;
            if (SipHeaderNames.IsList(slot.Id))
                AddList(slot, owned);
            else
                Insert(_count, SipHeaderField.Received(slot, owned, slot.Value));
        }
    }

    internal T? First<T>(SipHeaderId id, SipHeaderParser<T> parser) where T : class
    {
        int index = IndexOf(id, "", 0);
        return index < 0 ? null : TypedAt(index, parser);
    }

    internal IReadOnlyList<T> AllOf<T>(SipHeaderId id, SipHeaderParser<T> parser) where T : class
    {
        int first = IndexOf(id, "", 0);
        if (first < 0)
            return [];
        var values = new List<T>();
        for (int i = first; i >= 0; i = IndexOf(id, "", i + 1))
            if (TypedAt(i, parser) is { } value)
                values.Add(value);
        return values;
    }

    internal string? Text(SipHeaderId id)
    {
        int index = IndexOf(id, "", 0);
        return index < 0 ? null : TextAt(index);
    }

    internal bool Has(SipHeaderId id) => IndexOf(id, "", 0) >= 0;

    internal void SetTyped(SipHeaderId id, object value) => Replace(new SipHeaderField { Id = id, Typed = value }, "");

    internal void SetText(SipHeaderId id, string value) => Replace(SipHeaderField.Of(id, null, value), "");

    internal void AddTyped(SipHeaderId id, object value) => Insert(_count, new SipHeaderField { Id = id, Typed = value });

    internal void RemoveAll(SipHeaderId id) => RemoveAll(id, "");

    /// <summary>Puts a value before all others, as Via needs it.</summary>
    internal void Push(SipHeaderId id, object value) => Insert(0, new SipHeaderField { Id = id, Typed = value });

    /// <summary>Replaces only the first value, as the receiver does with the topmost Via.</summary>
    internal void ReplaceFirst(SipHeaderId id, object value)
    {
        int index = IndexOf(id, "", 0);
        if (index < 0)
            Push(id, value);
        else
            _fields[index] = new SipHeaderField { Id = id, Typed = value };
    }

    /// <summary>Copies all values of a header from another message, bytes as they came.</summary>
    internal void CopyFrom(SipHeaders other, SipHeaderId id)
    {
        for (int i = other.IndexOf(id, "", 0); i >= 0; i = other.IndexOf(id, "", i + 1))
            Insert(_count, other._fields[i]);
    }

    internal void WriteTo(SipMessageWriter writer)
    {
        for (int i = 0; i < _count; i++)
        {
            ref var field = ref _fields[i];
            if (field.Id == SipHeaderId.Other && field.Name is null)
                writer.Write(field.WireName);
            else
                writer.Write(NameAt(i));
            writer.Write(": "u8);
            if (field.Text is null && field.HasWireValue && !field.WireValue.Contains((byte)'\r'))
                writer.Write(field.WireValue);
            else if (field.Text is null && !field.HasWireValue && field.Typed is ISipWritable typed)
                typed.WriteTo(writer);
            else
                writer.Write(TextAt(i));
            writer.Write("\r\n"u8);
        }
    }

    // Products, lists of methods and their like are the same in each message of a peer; what is said once or kept secret is not remembered.
    private static string Read(SipHeaderId id, ReadOnlySpan<byte> value) =>
        value.Contains((byte)'\r') || id is SipHeaderId.CallId or SipHeaderId.Via or SipHeaderId.From or SipHeaderId.To or SipHeaderId.Authorization
            or SipHeaderId.ProxyAuthorization or SipHeaderId.Identity ? Unfold(value) : RecentTexts.Of(value);

    /// <summary>Text of a value; each fold and the white space around it becomes one space (RFC 3261 §7.3.1).</summary>
    internal static string Unfold(ReadOnlySpan<byte> value)
    {
        if (value.IndexOf((byte)'\r') < 0)
            return Encoding.UTF8.GetString(value);
        var plain = new byte[value.Length];
        int length = 0;
        for (int i = 0; i < value.Length; i++)
        {
            if (value[i] != '\r')
            {
                plain[length++] = value[i];
                continue;
            }
            while (length > 0 && SipGrammar.IsLws(plain[length - 1]))
                length--;
            while (i + 1 < value.Length && SipGrammar.IsLws(value[i + 1]))
                i++;
            plain[length++] = (byte)' ';
        }
        return Encoding.UTF8.GetString(plain, 0, length);
    }

    private void AddList(in SipHeaderSlot slot, byte[] owned)
    {
        var reader = new SipListReader(slot.Value.In(owned));
        while (reader.Next())
            Insert(_count, SipHeaderField.Received(slot, owned, new SipSlice(slot.Value.Start + reader.Offset, reader.Value.Length)));
    }

    private static SipHeaderField Checked(string name, string value)
    {
        var id = SipHeaderNames.IdOf(name);
        if (id == SipHeaderId.Other && !SipGrammar.IsToken(name))
            throw new ArgumentException("not a header name", nameof(name));
        OneLine(value);
        if (id == SipHeaderId.ContentLength)
            throw new ArgumentException("Content-Length is computed", nameof(name));
        return SipHeaderField.Of(id, name, value);
    }

    /// <summary>The value itself. Throws ArgumentException on CR or LF (header injection).</summary>
    internal static string OneLine(string value) =>
        value.AsSpan().IndexOfAny('\r', '\n') < 0 ? value : throw new ArgumentException("a header value is one line", nameof(value));

    private void Replace(SipHeaderField field, string name)
    {
        int index = IndexOf(field.Id, name, 0);
        if (index < 0)
        {
            Insert(_count, field);
            return;
        }
        RemoveFrom(index + 1, field.Id, name);
        _fields[index] = field;
    }

    private void Insert(int index, SipHeaderField field)
    {
        if (_count == _fields.Length)
            Array.Resize(ref _fields, Math.Max(LeastFields, _count * 2));
        if (index < _count)
            Array.Copy(_fields, index, _fields, index + 1, _count - index);
        _fields[index] = field;
        _count++;
    }

    private void RemoveAll(SipHeaderId id, string name)
    {
        int first = IndexOf(id, name, 0);
        if (first >= 0)
            RemoveFrom(first, id, name);
    }

    private void RemoveFrom(int start, SipHeaderId id, string name)
    {
        int kept = start;
        for (int i = start; i < _count; i++)
            if (!IsNamed(i, id, name))
                _fields[kept++] = _fields[i];
        Array.Clear(_fields, kept, _count - kept);
        _count = kept;
    }

    private int IndexOf(SipHeaderId id, string name, int from)
    {
        for (int i = from; i < _count; i++)
            if (IsNamed(i, id, name))
                return i;
        return -1;
    }

    private bool IsNamed(int index, SipHeaderId id, string name)
    {
        ref var field = ref _fields[index];
        if (field.Id != id || id != SipHeaderId.Other)
            return field.Id == id;
        return field.Name is null
            ? Ascii.EqualsIgnoreCase(field.WireName, name)
            : field.Name.Equals(name, StringComparison.OrdinalIgnoreCase);
    }

    private string NameAt(int index)
    {
        ref var field = ref _fields[index];
        return field.Id != SipHeaderId.Other ? SipHeaderNames.NameOf(field.Id) : field.Name ?? RecentTexts.Of(field.WireName);
    }

    private string TextAt(int index)
    {
        ref var field = ref _fields[index];
        return field.Text ??= field.HasWireValue ? Read(field.Id, field.WireValue) : field.Typed?.ToString() ?? "";
    }

    private T? TypedAt<T>(int index, SipHeaderParser<T> parser) where T : class
    {
        ref var field = ref _fields[index];
        if (field.Typed is T known)
            return known;
        bool isValid = field.HasWireValue
            ? parser(field.WireValue, out var value)
            : parser(Encoding.UTF8.GetBytes(field.Text ?? ""), out value);
        if (!isValid)
            return null;
        field.Typed = value;
        return value;
    }
}
