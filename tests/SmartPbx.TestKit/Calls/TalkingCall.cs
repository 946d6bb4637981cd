using System.Diagnostics;
using System.Net;
using SmartPbx.TestKit.Audio;
using SmartPbx.TestKit.Rtp;
using SmartPbx.TestKit.Sip;

namespace SmartPbx.TestKit.Calls;

/// <summary>A phone call with its audio: of an outgoing call it begins with the peer's first SDP, early or final. Times are Stopwatch ticks.</summary>
public sealed class TalkingCall : IDisposable
{
    public TalkingCall(PhoneCall call, RtpPeer rtp)
    {
        (Call, Rtp) = (call, rtp);
        if (!call.IsOutgoing) return;
        call.RemoteSdp.ContinueWith(_ => rtp.Start(call.RemoteRtp), CancellationToken.None, TaskContinuationOptions.OnlyOnRanToCompletion, TaskScheduler.Default);
    }

    private const int PollMs = 40;
    /// <summary>Packets before a moment that still help to place those after it.</summary>
    private static readonly long Lead = Stopwatch.Frequency;

    public PhoneCall Call { get; }
    public RtpPeer Rtp { get; }
    public HeardAudio Heard => new(Rtp.Heard);

    /// <summary>Dials and returns at once; watch <see cref="PhoneCall.Final"/>.</summary>
    public static TalkingCall Dial(SipPhone phone, IPAddress address, string number, string? from = null)
    {
        var rtp = new RtpPeer(address);
        return new TalkingCall(phone.Call(number, rtp.Port, from), rtp);
    }

    /// <summary>Answers an incoming call; our audio begins now.</summary>
    public void Answer()
    {
        Call.Answer(Rtp.Port);
        Rtp.Start(Call.RemoteRtp);
    }

    /// <summary>Speaks with a flite voice; the moments of the first and last sound.</summary>
    public async Task<(long Start, long End)> SayAsync(string text, string voice, CancellationToken cancellationToken) =>
        await PlayAsync(await Voices.FliteAsync(voice, text), cancellationToken);

    public async Task<(long Start, long End)> PlayAsync(short[] pcm, CancellationToken cancellationToken)
    {
        var (start, end) = Voices.VoicedSpan(pcm);
        var (first, _) = await Rtp.SayAsync(pcm).WaitAsync(cancellationToken);
        return (first + Ticks(start), first + Ticks(end));
    }

    /// <summary>When sound begins after a moment.</summary>
    public async Task<long> WaitSoundAsync(long after, int bridgeMs, CancellationToken cancellationToken)
    {
        while (true)
        {
            if (SoundsBetween(after, long.MaxValue, bridgeMs) is [var sound, ..]) return sound.Start;
            if (Call.Ended.IsCompleted) throw new InvalidOperationException("the call ended before anything was heard");
            await Task.Delay(PollMs, cancellationToken);
        }
    }

    /// <summary>Waits until something was heard after a moment and then it was quiet for a while, or the call ended; the stretches of sound.</summary>
    public async Task<IReadOnlyList<(long Start, long End)>> WaitQuietAsync(long after, int quietMs, int bridgeMs, CancellationToken cancellationToken)
    {
        while (true)
        {
            var sounds = SoundsBetween(after, long.MaxValue, bridgeMs);
            var quiet = sounds.Count > 0 && Stopwatch.GetElapsedTime(sounds[^1].End).TotalMilliseconds >= quietMs;
            if (quiet || Call.Ended.IsCompleted) return sounds;
            await Task.Delay(PollMs, cancellationToken);
        }
    }

    public IReadOnlyList<(long Start, long End)> SoundsBetween(long from, long to, int bridgeMs) =>
        new HeardAudio(Rtp.HeardSince(from - Lead)).Sounds(bridgeMs, from, to);

    private static long Ticks(int samples) => samples * Stopwatch.Frequency / RtpPeer.SampleRateHz;

    public void Dispose() => Rtp.Dispose();
}
