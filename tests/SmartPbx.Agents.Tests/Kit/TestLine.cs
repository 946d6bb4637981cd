using System.Threading.Channels;
using SmartPbx.Agents.Conversations;
using SmartPbx.Media.Relay;

namespace SmartPbx.Agents.Tests.Kit;

/// <summary>A call's line with the real tap and playout, whose relay is the simulation.</summary>
internal sealed class TestLine(ManualTime clock) : ICallLine
{
    public const int RateHz = 8000;

    public Channel<char> Keys { get; } = Channel.CreateUnbounded<char>();

    public Channel<bool> SetAside { get; } = Channel.CreateUnbounded<bool>();

    public ChannelReader<bool> Asides => SetAside.Reader;

    public int SampleRateHz => RateHz;

    public AudioTap CallerAudio { get; } = MediaAccess.NewTap(TapSide.Inbound, RateHz, _ => { });

    public PlayoutQueue Playout { get; } = MediaAccess.NewPlayout(RateHz);

    public ChannelReader<char> Digits => Keys.Reader;

    public long ElapsedMs => (long)(clock.GetUtcNow() - ManualTime.Start).TotalMilliseconds;

    /// <summary>What ringing the person comes to.</summary>
    public TransferOutcome Outcome { get; set; } = TransferOutcome.NoAnswer;

    public TimeSpan RingsFor { get; set; } = TimeSpan.FromSeconds(4);

    public int Rung { get; private set; }

    public bool RingingStopped { get; private set; }

    public async Task<TransferOutcome> RingPersonAsync(CancellationToken cancellationToken)
    {
        Rung++;
        try
        {
            await Task.Delay(RingsFor, clock, cancellationToken);
        }
        catch (OperationCanceledException)
        {
            RingingStopped = true;
            throw;
        }
        return Outcome;
    }
}
