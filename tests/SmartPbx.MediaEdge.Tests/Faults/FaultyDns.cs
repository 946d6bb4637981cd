using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text;
using SmartPbx.Sip.Tests.Kit;

namespace SmartPbx.MediaEdge.Tests.Faults;

/// <summary>A name server on loopback that knows any number of domains, each with the same SIP servers in their order, and whose n-th answer is lost.</summary>
internal sealed class FaultyDns : IDisposable
{
    private const int HeaderBytes = 12, Address = 1, Service = 33;
    private const string ServicePrefix = "_sip._udp.";
    private static readonly TimeSpan EndLimit = TimeSpan.FromSeconds(10);

    private readonly Socket _socket = new(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
    private readonly ConcurrentDictionary<string, bool> _lost = [];
    private readonly CancellationTokenSource _stop = new();
    private readonly NthFault _fault;
    private readonly IPEndPoint[] _servers;
    private readonly Task _serving;

    public FaultyDns(NthFault fault, params IPEndPoint[] servers)
    {
        (_fault, _servers) = (fault, servers);
        _socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        _serving = Task.Run(ServeAsync);
    }

    public IPEndPoint EndPoint => (IPEndPoint)_socket.LocalEndPoint!;

    /// <summary>Whoever asks again for what was lost gets no answer either.</summary>
    public bool LosesForGood { get; set; }

    /// <summary>What was lost is answered from now on.</summary>
    public void Recover() => _lost.Clear();

    public void Dispose()
    {
        _stop.Cancel();
        _serving.Wait(EndLimit);
        _socket.Dispose();
        _stop.Dispose();
    }

    private async Task ServeAsync()
    {
        var buffer = new byte[512];
        try
        {
            while (true)
            {
                var received = await _socket.ReceiveFromAsync(buffer, SocketFlags.None, new IPEndPoint(IPAddress.Any, 0), _stop.Token);
                var query = buffer[..received.ReceivedBytes];
                if (!IsLost(QuestionOf(query))) await _socket.SendToAsync(AnswerTo(query), received.RemoteEndPoint);
            }
        }
        catch (OperationCanceledException)
        {
            // the end
        }
    }

    private bool IsLost((string Name, int Type) question)
    {
        var key = $"{question.Name} {question.Type}";
        if (_fault.Strikes()) return !LosesForGood || _lost.TryAdd(key, true);
        return _lost.ContainsKey(key);
    }

    private byte[] AnswerTo(byte[] query)
    {
        var answers = RecordsOf(QuestionOf(query));
        return [.. query[..2], 0x81, 0x80, 0, 1, .. DnsZone.Word(answers.Length), 0, 0, 0, 0, .. query[HeaderBytes..], .. answers.SelectMany(record => record)];
    }

    // The servers are "s0", "s1" of the domain; the domain itself has no address.
    private byte[][] RecordsOf((string Name, int Type) question)
    {
        var (name, type) = question;
        if (type == Service && name.StartsWith(ServicePrefix, StringComparison.Ordinal))
            return [.. _servers.Select((server, i) => DnsZone.Srv(name, priority: i, weight: 0, server.Port, $"s{i}.{name[ServicePrefix.Length..]}"))];
        return type == Address ? [.. _servers.Where((_, i) => name.StartsWith($"s{i}.", StringComparison.Ordinal)).Select(server => DnsZone.A(name, server.Address.ToString()))] : [];
    }

    // RFC 1035 §4.1.2: labels, each behind its length, then type and class.
    private static (string Name, int Type) QuestionOf(byte[] query)
    {
        var (labels, at) = (new List<string>(), HeaderBytes);
        for (; query[at] > 0; at += query[at] + 1) labels.Add(Encoding.ASCII.GetString(query, at + 1, query[at]));
        return (string.Join('.', labels), query[at + 1] << 8 | query[at + 2]);
    }
}
