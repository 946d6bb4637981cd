using System.Collections;

namespace SmartPbx.Sip.Messages;

/// <summary>An immutable, ordered list of parameters; names compare without case (RFC 3261 §7.3.1).</summary>
public sealed class SipParameters : IReadOnlyList<SipParameter>, IEquatable<SipParameters>
{
    private readonly SipParameter[] _items;

    public SipParameters(params ReadOnlySpan<SipParameter> items) => _items = items.ToArray();

    // The array becomes the list's own.
    private SipParameters(SipParameter[] items) => _items = items;

    internal static SipParameters Owning(SipParameter[] items) => items.Length == 0 ? Empty : new(items);

    public static SipParameters Empty { get; } = new();

    public int Count => _items.Length;

    public SipParameter this[int index] => _items[index];

    /// <summary>The value; <c>null</c> for an absent parameter, <c>""</c> for one without a value.</summary>
    public string? this[string name]
    {
        get
        {
            foreach (var item in _items)
                if (item.Name.Equals(name, StringComparison.OrdinalIgnoreCase))
                    return item.Value ?? "";
            return null;
        }
    }

    internal ReadOnlySpan<SipParameter> AsSpan() => _items;

    public bool Has(string name) => this[name] is not null;

    /// <summary>A copy in which the parameter has this value, at its old place or at the end.</summary>
    public SipParameters With(string name, string? value)
    {
        for (int i = 0; i < _items.Length; i++)
        {
            if (!_items[i].Name.Equals(name, StringComparison.OrdinalIgnoreCase))
                continue;
            SipParameter[] copy = [.. _items];
            copy[i] = _items[i] with { Value = value };
            return Owning(copy);
        }
        return Owning([.. _items, new SipParameter(name, value)]);
    }

    public SipParameters Without(string name) => Has(name)
        ? Owning(Array.FindAll(_items, item => !item.Name.Equals(name, StringComparison.OrdinalIgnoreCase)))
        : this;

    public bool Equals(SipParameters? other)
    {
        if (other is null || other.Count != Count)
            return false;
        for (int i = 0; i < _items.Length; i++)
            if (_items[i] != other._items[i])
                return false;
        return true;
    }

    public override bool Equals(object? obj) => Equals(obj as SipParameters);

    public override int GetHashCode() => _items.Length == 0 ? 0 : HashCode.Combine(_items.Length, _items[0]);

    public IEnumerator<SipParameter> GetEnumerator() => ((IEnumerable<SipParameter>)_items).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => _items.GetEnumerator();
}
