using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;

namespace SmartPbx.Sip.Resolution.Dns;

/// <summary>
/// Asks servers one question: over UDP with a new port and a random id for each try, so that a forger has 32 bits to guess; over TCP when the
/// answer was cut (RFC 7766).
/// </summary>
internal sealed class DnsExchange(DnsOptions options, IReadOnlyList<IPEndPoint> servers, SipTokens tokens, TimeProvider time)
{
    private const int MaxMessageBytes = 65_535;
    private const int MaxDatagramBytes = 4_096;

    /// <summary>The response of the first server that has one; <c>null</c> when none has.</summary>
    public async Task<DnsResponse?> AskAsync(DnsQuestion question, CancellationToken cancellationToken)
    {
        for (int attempt = 0; attempt < options.Attempts; attempt++)
            foreach (var server in servers)
                if (await TryAsync(question, server, cancellationToken).ConfigureAwait(false) is { } response
                    && response.Code is DnsResponse.NoError or DnsResponse.NameError)
                    return response;
        return null;
    }

    private async Task<DnsResponse?> TryAsync(DnsQuestion question, IPEndPoint server, CancellationToken cancellationToken)
    {
        using var timeout = new CancellationTokenSource(options.Timeout, time);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancellationToken);
        try
        {
            var response = await AskOverUdpAsync(question, server, limit.Token).ConfigureAwait(false);
            return response.IsTruncated ? await AskOverTcpAsync(question, server, limit.Token).ConfigureAwait(false) : response;
        }
        catch (Exception failure) when (failure is SocketException or IOException || (failure is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            return null;
        }
    }

    // The socket is connected, so the kernel drops what other addresses send; what does not fit the question is passed over.
    private async Task<DnsResponse> AskOverUdpAsync(DnsQuestion question, IPEndPoint server, CancellationToken cancellationToken)
    {
        ushort id = NewId();
        using var socket = new Socket(server.AddressFamily, SocketType.Dgram, ProtocolType.Udp);
        await socket.ConnectAsync(server, cancellationToken).ConfigureAwait(false);
        await socket.SendAsync(question.ToBytes(id), cancellationToken).ConfigureAwait(false);
        byte[] buffer = new byte[MaxDatagramBytes];
        while (true)
        {
            int length = await socket.ReceiveAsync(buffer, cancellationToken).ConfigureAwait(false);
            if (DnsResponse.TryParse(buffer.AsSpan(0, length), id, question, out var response))
                return response;
        }
    }

    // Two bytes of length before each message (RFC 1035 §4.2.2).
    private async Task<DnsResponse> AskOverTcpAsync(DnsQuestion question, IPEndPoint server, CancellationToken cancellationToken)
    {
        ushort id = NewId();
        using var socket = new Socket(server.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        await socket.ConnectAsync(server, cancellationToken).ConfigureAwait(false);
        await using var stream = new NetworkStream(socket);
        byte[] query = question.ToBytes(id);
        byte[] framed = new byte[query.Length + 2];
        BinaryPrimitives.WriteUInt16BigEndian(framed, (ushort)query.Length);
        query.CopyTo(framed, 2);
        await stream.WriteAsync(framed, cancellationToken).ConfigureAwait(false);
        byte[] length = new byte[2];
        await stream.ReadExactlyAsync(length, cancellationToken).ConfigureAwait(false);
        byte[] message = new byte[Math.Min(BinaryPrimitives.ReadUInt16BigEndian(length), (ushort)MaxMessageBytes)];
        await stream.ReadExactlyAsync(message, cancellationToken).ConfigureAwait(false);
        return DnsResponse.TryParse(message, id, question, out var response) && !response.IsTruncated
            ? response
            : throw new IOException("the server answered something else");
    }

    private ushort NewId()
    {
        Span<byte> random = stackalloc byte[2];
        tokens.Fill(random);
        return BinaryPrimitives.ReadUInt16BigEndian(random);
    }
}
