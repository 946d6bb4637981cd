namespace SmartPbx.MediaEdge.Calls;

/// <summary>
/// The keys of one peer, each told once in whatever forms it comes: telephone-events (RFC 4733), tones in the audio, INFO. Many phones send two of
/// them at once, and the events of one that has them are relayed as they are. Pure: no I/O, no clock.
/// </summary>
internal sealed class KeySource
{
    /// <summary>Keys in INFO that wait to see whether the phone sends events as well.</summary>
    public const int MaxWaiting = 32;

    /// <summary>The same key in another form within this time is the same press.</summary>
    private static readonly TimeSpan SamePress = TimeSpan.FromSeconds(1);

    private readonly Queue<PressedKey> _waiting = [];
    private Form _form;
    private (char Key, DateTimeOffset At) _tone;

    private enum Form
    {
        Unknown,
        Events,
        Info,
    }

    /// <summary>A telephone-event: always told, and INFO of this phone says nothing new from now on.</summary>
    public void TakeEvent()
    {
        _form = Form.Events;
        _waiting.Clear();
    }

    /// <summary>A tone in the audio. False: the phone tells its keys by INFO.</summary>
    public bool TakeTone(char key, DateTimeOffset now)
    {
        if (_form == Form.Info) return false;
        _tone = (key, now);
        return true;
    }

    /// <summary>A key in INFO. True: to be told now. False: it was told already, or waits (<see cref="IsWaiting"/>).</summary>
    /// <param name="key">The key.</param>
    /// <param name="hasEvents">Whether telephone-events are agreed with this phone.</param>
    /// <param name="now">Time of arrival.</param>
    public bool TakeInfo(PressedKey key, bool hasEvents, DateTimeOffset now)
    {
        if (hasEvents && _form == Form.Events) return false;
        if (hasEvents && _form == Form.Unknown)
        {
            if (_waiting.Count < MaxWaiting) _waiting.Enqueue(key);
            return false;
        }
        var wasHeard = _form != Form.Info && _tone.Key == key.Key && now - _tone.At < SamePress;
        _form = Form.Info;
        return !wasHeard;
    }

    public bool IsWaiting => _waiting.Count > 0;

    /// <summary>No event has come for keys that waited: this phone tells its keys by INFO alone.</summary>
    public IReadOnlyList<PressedKey> Release()
    {
        if (_waiting.Count == 0) return [];
        PressedKey[] keys = [.. _waiting];
        _waiting.Clear();
        _form = Form.Info;
        return keys;
    }
}
