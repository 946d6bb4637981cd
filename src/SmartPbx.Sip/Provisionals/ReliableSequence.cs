namespace SmartPbx.Sip.Provisionals;

/// <summary>
/// The client's side of RFC 3262 §4: which reliable responses of one early dialog are new. A repeated one and one that overtook another are
/// not acknowledged and not read; the server sends them again in order.
/// </summary>
public sealed class ReliableSequence
{
    private uint? _last;

    /// <summary>Takes the next number: the first whatever it is, every other exactly one higher than the one before.</summary>
    public bool TryTake(uint sequence)
    {
        if (_last is { } last && sequence != last + 1)
            return false;
        _last = sequence;
        return true;
    }
}
