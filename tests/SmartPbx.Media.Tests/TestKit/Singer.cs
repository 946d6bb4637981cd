using SmartPbx.Media.Codecs;

namespace SmartPbx.Media.Tests.TestKit;

/// <summary>Sends a tone to a leg until disposed: 50 packets for each second that passes, so that one who was kept waiting makes up for it as a real source does.</summary>
internal sealed class Singer : IDisposable
{
    private static readonly TimeSpan PacketTime = TimeSpan.FromMilliseconds(20);

    private readonly CancellationTokenSource _stop = new();
    private readonly Thread _singing; // of its own: workers of the pool may all be busy with tests that wait for this tone

    public Singer(RtpPeer peer, int port, PayloadFormat format, double hz)
    {
        _singing = new Thread(() => Sing(peer, port, format, hz)) { Name = "singer", IsBackground = true };
        _singing.Start();
    }

    public void Dispose()
    {
        _stop.Cancel();
        _singing.Join();
        _stop.Dispose();
    }

    private void Sing(RtpPeer peer, int port, PayloadFormat format, double hz)
    {
        using var tone = new ToneSource(format, hz);
        long start = TimeProvider.System.GetTimestamp();
        for (long sent = 0; !_stop.Token.WaitHandle.WaitOne(PacketTime);)
        {
            for (var due = (long)(TimeProvider.System.GetElapsedTime(start) / PacketTime); sent < due; sent++) tone.Send(peer, port);
        }
    }
}
