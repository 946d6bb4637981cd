using System.Text.Json;

namespace SmartPbx.Interop.Soak.Load;

/// <summary>What a process of peers did so far; sums over processes with <c>+</c>.</summary>
internal sealed class PeerCounts
{
    private long _begun, _answered, _refused, _cancelled, _unanswered, _held, _transfers, _vanished, _agentCalls, _transcodable, _sent, _heard, _expected, _lost, _doubled, _late, _sipLost;

    public long Begun { get => _begun; init => _begun = value; }
    public long Answered { get => _answered; init => _answered = value; }
    /// <summary>With a final answer of 300 and more.</summary>
    public long Refused { get => _refused; init => _refused = value; }
    public long Cancelled { get => _cancelled; init => _cancelled = value; }
    /// <summary>INVITEs that timed out: only loss or a stopped peer explains them.</summary>
    public long Unanswered { get => _unanswered; init => _unanswered = value; }
    /// <summary>Holds that were taken.</summary>
    public long Held { get => _held; init => _held = value; }
    /// <summary>REFERs that were accepted.</summary>
    public long Transfers { get => _transfers; init => _transfers = value; }
    /// <summary>Sides that went away without a word.</summary>
    public long Vanished { get => _vanished; init => _vanished = value; }
    public long AgentCalls { get => _agentCalls; init => _agentCalls = value; }
    /// <summary>Legs whose codec is not the usual one, so that most of their calls are transcoded.</summary>
    public long Transcodable { get => _transcodable; init => _transcodable = value; }
    public long PacketsSent { get => _sent; init => _sent = value; }
    public long PacketsHeard { get => _heard; init => _heard = value; }
    /// <summary>Packets that would have been heard had the far side talked all the time and nothing been lost.</summary>
    public long PacketsExpected { get => _expected; init => _expected = value; }
    public long PacketsLost { get => _lost; init => _lost = value; }
    public long PacketsDoubled { get => _doubled; init => _doubled = value; }
    public long PacketsLate { get => _late; init => _late = value; }
    public long MessagesLost { get => _sipLost; init => _sipLost = value; }

    public void Begin() => Interlocked.Increment(ref _begun);
    public void Answer() => Interlocked.Increment(ref _answered);
    public void Refuse() => Interlocked.Increment(ref _refused);
    public void Cancel() => Interlocked.Increment(ref _cancelled);
    public void TimeOut() => Interlocked.Increment(ref _unanswered);
    public void Hold() => Interlocked.Increment(ref _held);
    public void Transfer() => Interlocked.Increment(ref _transfers);
    public void Vanish() => Interlocked.Increment(ref _vanished);
    public void AgentCall() => Interlocked.Increment(ref _agentCalls);
    public void Transcode() => Interlocked.Increment(ref _transcodable);

    public void Audio(long sent, long heard, long expected)
    {
        Interlocked.Add(ref _sent, sent);
        Interlocked.Add(ref _heard, heard);
        Interlocked.Add(ref _expected, expected);
    }

    public void Wire(AudioClock clock, long messagesLost) => (_lost, _doubled, _late, _sipLost) = (clock.Lost, clock.Doubled, clock.Late, messagesLost);

    /// <summary>Replaces the file at once, so that a reader never sees half of it.</summary>
    public void Write(string file)
    {
        File.WriteAllText(file + ".new", JsonSerializer.Serialize(this));
        File.Move(file + ".new", file, overwrite: true);
    }

    public static PeerCounts Read(string file) => File.Exists(file) ? JsonSerializer.Deserialize<PeerCounts>(File.ReadAllText(file))! : new PeerCounts();

    public static PeerCounts operator +(PeerCounts a, PeerCounts b) => new()
    {
        Begun = a.Begun + b.Begun, Answered = a.Answered + b.Answered, Refused = a.Refused + b.Refused, Cancelled = a.Cancelled + b.Cancelled, Unanswered = a.Unanswered + b.Unanswered,
        Held = a.Held + b.Held, Transfers = a.Transfers + b.Transfers, Vanished = a.Vanished + b.Vanished, AgentCalls = a.AgentCalls + b.AgentCalls,
        Transcodable = a.Transcodable + b.Transcodable, PacketsSent = a.PacketsSent + b.PacketsSent, PacketsHeard = a.PacketsHeard + b.PacketsHeard,
        PacketsExpected = a.PacketsExpected + b.PacketsExpected, PacketsLost = a.PacketsLost + b.PacketsLost, PacketsDoubled = a.PacketsDoubled + b.PacketsDoubled,
        PacketsLate = a.PacketsLate + b.PacketsLate, MessagesLost = a.MessagesLost + b.MessagesLost,
    };
}
