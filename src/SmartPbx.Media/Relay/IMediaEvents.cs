namespace SmartPbx.Media.Relay;

/// <summary>
/// Events of one leg, called on the relay thread: an implementation only posts to a mailbox, it never blocks. An exception is caught,
/// counted in <see cref="MediaCounters.EventFailures"/> and does not reach other calls.
/// </summary>
public interface IMediaEvents
{
    /// <summary>The first valid RTP packet since the leg was opened has arrived.</summary>
    void OnFirstPacket(MediaLeg leg);

    /// <summary>A key was pressed and released: RFC 4733 (once per event, whatever the number of repeats) or in-band tone.</summary>
    /// <param name="leg">The leg whose peer pressed it.</param>
    /// <param name="digit">0–9, *, #, A–D.</param>
    /// <param name="durationMs">How long it was held, in milliseconds.</param>
    void OnDtmf(MediaLeg leg, char digit, int durationMs);

    /// <summary>Nothing arrived for <see cref="MediaEngineOptions.MediaTimeout"/>. Raised once per silence; the next packet arms it again.</summary>
    void OnMediaTimeout(MediaLeg leg);
}
