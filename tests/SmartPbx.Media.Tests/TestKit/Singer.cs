using SmartPbx.Media.Codecs;

namespace SmartPbx.Media.Tests.TestKit;

/// <summary>Sends a tone to a leg every 20 ms, in its own time, until disposed.</summary>
internal sealed class Singer : IDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _singing;

    public Singer(RtpPeer peer, int port, PayloadFormat format, double hz) => _singing = Task.Run(() => SingAsync(peer, port, format, hz));

    public void Dispose()
    {
        _stop.Cancel();
        _singing.Wait();
        _stop.Dispose();
    }

    private async Task SingAsync(RtpPeer peer, int port, PayloadFormat format, double hz)
    {
        using var tone = new ToneSource(format, hz);
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(20));
        while (!_stop.IsCancellationRequested)
        {
            tone.Send(peer, port);
            await timer.WaitForNextTickAsync(CancellationToken.None);
        }
    }
}
