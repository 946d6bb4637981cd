using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using SmartPbx.Sip.Resolution.Dns;

namespace SmartPbx.Sip.Tests.Kit;

/// <summary>A name server on loopback, over UDP and TCP at the same port, that answers by a script.</summary>
internal sealed class ScriptedDns : IDisposable
{
    public const int Truncated = 0x0200;
    private const int Response = 0x8180;

    private readonly Socket _udp = new(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
    private readonly Socket _tcp = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
    private readonly ConcurrentDictionary<(string, DnsRecordType), byte[][]> _records = new();
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _running;

    public ScriptedDns()
    {
        _tcp.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        _tcp.Listen();
        EndPoint = (IPEndPoint)_tcp.LocalEndPoint!;
        _udp.Bind(EndPoint);
        _running = Task.WhenAll(Task.Run(ServeUdpAsync), Task.Run(ServeTcpAsync));
    }

    public IPEndPoint EndPoint { get; }

    /// <summary>Questions in the order they came, as <c>name type</c>, with <c>tcp</c> where it was.</summary>
    public ConcurrentQueue<string> Asked { get; } = [];

    /// <summary>Datagrams to send for a query instead of the records; <c>null</c> result: the records as usual.</summary>
    public Func<byte[], string, IReadOnlyList<byte[]>?> Instead { get; set; } = (_, _) => null;

    public string? NegativeZone { get; set; }

    public void Add(string name, DnsRecordType type, params byte[][] records) => _records[(name, type)] = records;

    /// <summary>A response to this query with these records.</summary>
    public static byte[] Answer(byte[] query, int flags = 0, int code = 0, byte[][]? answers = null, byte[][]? authorities = null)
    {
        int question = query.Length - DnsQuestion.HeaderBytes;
        return [.. query[..2], .. DnsZone.Word(Response | flags | code), .. DnsZone.Word(1), .. DnsZone.Word(answers?.Length ?? 0),
            .. DnsZone.Word(authorities?.Length ?? 0), 0, 0, .. query[^question..], .. (answers ?? []).SelectMany(r => r), .. (authorities ?? []).SelectMany(r => r)];
    }

    public void Dispose()
    {
        _stop.Cancel();
        _running.Wait(SocketStack.Patience);
        _udp.Dispose();
        _tcp.Dispose();
        _stop.Dispose();
    }

    private byte[] AnswerTo(byte[] query)
    {
        var (name, type) = QuestionOf(query);
        if (_records.TryGetValue((name, type), out var records))
            return Answer(query, answers: records);
        bool isKnown = _records.Keys.Any(key => key.Item1 == name);
        return Answer(query, code: isKnown ? 0 : 3, authorities: NegativeZone is null ? null : [DnsZone.Soa(NegativeZone, 30)]);
    }

    private async Task ServeUdpAsync()
    {
        byte[] buffer = new byte[2_048];
        try
        {
            while (true)
            {
                var received = await _udp.ReceiveFromAsync(buffer, SocketFlags.None, new IPEndPoint(IPAddress.Any, 0), _stop.Token);
                byte[] query = buffer[..received.ReceivedBytes];
                var (name, type) = QuestionOf(query);
                Asked.Enqueue($"{name} {type}");
                foreach (byte[] answer in Instead(query, $"{name} {type}") ?? [AnswerTo(query)])
                    await _udp.SendToAsync(answer, received.RemoteEndPoint);
            }
        }
        catch (OperationCanceledException)
        {
            // the end
        }
    }

    private async Task ServeTcpAsync()
    {
        try
        {
            while (true)
            {
                using var client = await _tcp.AcceptAsync(_stop.Token);
                await using var stream = new NetworkStream(client);
                byte[] length = new byte[2];
                await stream.ReadExactlyAsync(length, _stop.Token);
                byte[] query = new byte[(length[0] << 8) | length[1]];
                await stream.ReadExactlyAsync(query, _stop.Token);
                var (name, type) = QuestionOf(query);
                Asked.Enqueue($"{name} {type} tcp");
                byte[] answer = AnswerTo(query);
                await stream.WriteAsync((byte[])[.. DnsZone.Word(answer.Length), .. answer], _stop.Token);
            }
        }
        catch (OperationCanceledException)
        {
            // the end
        }
    }

    private static (string Name, DnsRecordType Type) QuestionOf(byte[] query)
    {
        var reader = new DnsReader(query) { Position = DnsQuestion.HeaderBytes };
        return (reader.Name(), (DnsRecordType)reader.Word());
    }
}
