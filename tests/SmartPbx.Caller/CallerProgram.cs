using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net;
using System.Text.Json;
using SmartPbx.TestKit.Audio;
using SmartPbx.TestKit.Calls;
using SmartPbx.TestKit.Rtp;
using SmartPbx.TestKit.Sip;

namespace SmartPbx.Caller;

/// <summary>
/// A phone that is driven line by line: commands as JSON on standard input, one answer per command and events (SIP messages, incoming calls, ended calls)
/// as JSON on standard output. Commands run side by side; a command of a call waits for nothing but itself.
/// </summary>
internal sealed class CallerProgram(IPAddress address, SipPhone phone, TextWriter output)
{
    private readonly ConcurrentDictionary<string, TalkingCall> _calls = new();
    private readonly Lock _writing = new();
    private string _incomingAction = "ring";
    private int _incomingAfterMs;
    private int _incomingCount;

    public async Task RunAsync(TextReader input)
    {
        phone.OnMessage = m => Write(new { ev = "sip", phone = m.Phone, sent = m.Sent, line = m.Line, at = m.At, call_id = m.CallId });
        phone.OnIncoming = call => _ = TakeIncomingAsync(call);
        Write(new { ev = "ready", port = phone.Local.Port });
        while (await input.ReadLineAsync() is { } line)
        {
            var command = JsonSerializer.Deserialize<Command>(line)!;
            if (command.Do == "quit") break;
            _ = Task.Run(() => AnswerAsync(command));
        }
        foreach (var call in _calls.Values) call.Dispose();
    }

    private async Task AnswerAsync(Command command)
    {
        try { Write(new { id = command.Id, ok = true, result = await DoAsync(command) }); }
        catch (Exception failure) { Write(new { id = command.Id, ok = false, error = $"{command.Do} {command.Call}: {failure.Message}" }); }
    }

    private async Task<object> DoAsync(Command command)
    {
        using var timeout = new CancellationTokenSource(command.TimeoutMs);
        switch (command.Do)
        {
            case "register": return new { status = await phone.RegisterAsync(timeout.Token) };
            case "incoming":
                (_incomingAction, _incomingAfterMs) = (command.Action, command.AfterMs);
                return new { };
            case "call": return await CallAsync(command, timeout.Token);
        }
        var session = _calls.TryGetValue(command.Call, out var found) ? found : throw new InvalidOperationException("no such call");
        switch (command.Do)
        {
            case "say": return await SayAsync(session, command, timeout.Token);
            case "press": session.Rtp.Press(command.Digit[0]); return new { at = Stopwatch.GetTimestamp() };
            case "wait_sound": return new { start = await session.WaitSoundAsync(command.FromTick, command.BridgeMs, timeout.Token) };
            case "wait_quiet": return new { sounds = Pairs(await session.WaitQuietAsync(command.FromTick, command.QuietMs, command.BridgeMs, timeout.Token)) };
            case "sounds": return new { sounds = Pairs(session.SoundsBetween(command.FromTick, command.ToTick, command.BridgeMs)) };
            case "save": return await SaveAsync(session, command);
            case "stats": return Statistics(session);
            case "hang_up": await session.Call.HangUpAsync(timeout.Token); return new { at = session.Call.EndedAt };
            case "cancel": return new { status = (await session.Call.CancelAsync(timeout.Token)).Status };
            case "wait_ended": await session.Call.Ended.WaitAsync(timeout.Token); return new { at = session.Call.EndedAt, by_peer = session.Call.EndedByPeer };
            default: throw new InvalidOperationException("no such command");
        }
    }

    private async Task<object> CallAsync(Command command, CancellationToken cancellationToken)
    {
        var session = TalkingCall.Dial(phone, address, command.To, command.From);
        _calls[command.Call] = session;
        WatchEnd(command.Call, session);
        var final = await session.Call.Final.WaitAsync(cancellationToken);
        return new { status = final.Status, retry_after = final.Header("Retry-After"), invited_at = session.Call.InvitedAt, answered_at = session.Call.AnsweredAt, call_id = session.Call.CallId };
    }

    private async Task TakeIncomingAsync(PhoneCall call)
    {
        var name = $"in{Interlocked.Increment(ref _incomingCount)}";
        var session = new TalkingCall(call, new RtpPeer(address));
        _calls[name] = session;
        WatchEnd(name, session);
        Write(new { ev = "incoming", call = name, from = call.Invite.Header("From"), at = call.InvitedAt });
        if (_incomingAction == "reject") { call.Reject(486, "Busy Here"); return; }
        call.Ring();
        if (_incomingAction != "answer") return;
        await Task.WhenAny(Task.Delay(_incomingAfterMs), call.Ended);
        if (call.Ended.IsCompleted) return;
        session.Answer();
        Write(new { ev = "answered", call = name, at = call.AnsweredAt });
    }

    private void WatchEnd(string name, TalkingCall session) => session.Call.Ended.ContinueWith(
        _ => Write(new { ev = "ended", call = name, at = session.Call.EndedAt, by_peer = session.Call.EndedByPeer }), TaskScheduler.Default);

    private static async Task<object> SayAsync(TalkingCall session, Command command, CancellationToken cancellationToken)
    {
        var pcm = command.File is { } file ? WaveFile.Read(await File.ReadAllBytesAsync(file, cancellationToken)).Channel(0)
            : await Voices.FliteAsync(command.Voice, command.Text);
        if (command.AfterMs > 0) await Task.Delay(command.AfterMs, cancellationToken);
        var (start, end) = await session.PlayAsync(pcm, cancellationToken);
        return new { start, end };
    }

    private static List<long[]> Pairs(IEnumerable<(long Start, long End)> sounds) => [.. sounds.Select(s => new[] { s.Start, s.End })];

    private static async Task<object> SaveAsync(TalkingCall session, Command command)
    {
        var pcm = session.Heard.Between(command.FromTick, Math.Min(command.ToTick, Stopwatch.GetTimestamp()));
        await File.WriteAllBytesAsync(command.Path, WaveFile.Write(RtpPeer.SampleRateHz, 1, pcm));
        return new { samples = pcm.Length };
    }

    private static object Statistics(TalkingCall session)
    {
        var heard = session.Rtp.Heard;
        return new { sent = session.Rtp.PacketsSent, heard = heard.Count, streams = heard.Select(p => p.Ssrc).Distinct().Count(), max_send_delay_ms = session.Rtp.MaxSendDelayMs };
    }

    private void Write(object message)
    {
        var line = JsonSerializer.Serialize(message);
        lock (_writing) { output.WriteLine(line); output.Flush(); }
    }
}
