using System.Diagnostics;
using System.Globalization;
using System.Text;
using SmartPbx.Sip.Messages;

namespace SmartPbx.Bench.Parser;

/// <summary>Parses and checks one INVITE again and again, as the stack does with each that arrives, and reads what routing needs. A process of its own, for its core.</summary>
internal static class ParserHost
{
    // The runtime compiles hot code twice, the second time by what it saw, and on a thread that needs this very core: pauses let it come to an end.
    private const int WarmUpRounds = 6, WarmUpMessages = 250_000;
    private static readonly TimeSpan WarmUpPause = TimeSpan.FromMilliseconds(300);
    private static readonly SipHeaderId[] RoutingHeaders = [SipHeaderId.Via, SipHeaderId.From, SipHeaderId.To, SipHeaderId.CallId, SipHeaderId.CSeq, SipHeaderId.MaxForwards, SipHeaderId.Contact, SipHeaderId.RecordRoute];

    public static int Run(string[] args)
    {
        var seconds = double.Parse(args[0], CultureInfo.InvariantCulture);
        var message = File.ReadAllBytes(args[1]);
        var view = new SipMessageView(SipLimits.Default);
        for (var round = 0; round < WarmUpRounds; round++, Thread.Sleep(WarmUpPause))
            for (var i = 0; i < WarmUpMessages; i++) Read(view, message);
        var allocated = GC.GetAllocatedBytesForCurrentThread();
        var (messages, started) = (0L, Stopwatch.GetTimestamp());
        using var self = Process.GetCurrentProcess();
        var cpu = self.TotalProcessorTime;
        for (; Stopwatch.GetElapsedTime(started).TotalSeconds < seconds; messages += 1_000)
            for (var i = 0; i < 1_000; i++) Read(view, message);
        allocated = GC.GetAllocatedBytesForCurrentThread() - allocated;
        self.Refresh();
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"parsed {messages} {(self.TotalProcessorTime - cpu).TotalSeconds} {allocated}"));
        return 0;
    }

    private static void Read(SipMessageView view, byte[] message)
    {
        if (!view.TryParse(message, out _) || !view.TryValidate(out _)) throw new BenchFailedException($"the message is refused: {Encoding.ASCII.GetString(message)}");
        foreach (var header in RoutingHeaders)
            if (!view.TryGet(header, out var value) || value.IsEmpty) throw new BenchFailedException("nothing to route by");
        // What finds the transaction and the dialog (RFC 3261 §17.2.3, §12.2.2)
        if (view.Branch.IsEmpty || view.SentByHost.IsEmpty || view.SentByPort < 0 || view.FromTag.IsEmpty || !view.ToTag.IsEmpty || view.CSeqNumber == 0 || view.CSeqMethod.IsEmpty)
            throw new BenchFailedException("nothing to match by");
    }
}
