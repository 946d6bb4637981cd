using System.Buffers.Binary;
using System.Net.WebSockets;
using SmartPbx.Fuzz.Mutation;
using SmartPbx.Sip.Messages;
using SmartPbx.Sip.Transport.Streams;
using SmartPbx.Sip.Transport.WebSockets;

namespace SmartPbx.Fuzz.Targets;

/// <summary>
/// Frames of a client (RFC 6455 §5) behind the upgrade: the runtime takes them apart, our channel makes SIP messages of them (RFC 7118 §4.2). Any split of the
/// bytes gives the same messages, and none is over the limit.
/// </summary>
internal sealed class WebSocketTarget : IFuzzTarget
{
    private const byte Continuation = 0, Text = 1, Binary = 2, Close = 8, Ping = 9, Final = 0x80, Masked = 0x80;
    private readonly List<(FrameKind, int, int)> _whole = [], _split = [];

    public string Name => "websocket";

    public IReadOnlyList<string> Words { get; } = ["\0\0\0\0", "\r\n\r\n", "\u0001\u007e", "\u0002\u007f", "\0\0\0\0\0\0\u0001\0", "OPTIONS sip:a@b SIP/2.0\r\n", "\u00e9"];

    public IEnumerable<byte[]> Seeds(FuzzRandom random)
    {
        var messages = SipSamples.Messages(random).Where(message => message.Length < SipLimits.Default.MaxMessageBytes).ToList();
        for (var i = 0; i < 100; i++)
        {
            var (first, second) = (random.Any(messages), random.Any(messages));
            var cut = random.Below(first.Length);
            yield return
            [
                .. Frame(random, (byte)(random.OneIn(2) ? Text : Binary), first.AsSpan(0, cut)), .. random.OneIn(2) ? Frame(random, Final | Ping, "ping"u8) : [],
                .. Frame(random, Final | Continuation, first.AsSpan(cut)), .. Frame(random, Final | Text, random.OneIn(3) ? "\r\n\r\n"u8 : second), .. random.OneIn(3) ? Frame(random, Final | Close, [3, 232]) : [],
            ];
        }
    }

    public void Feed(ReadOnlyMemory<byte> input)
    {
        Read(input, int.MaxValue, _whole);
        // The pieces depend on the input alone, so that a find stays one.
        Read(input, 1 + (int)((uint)input.Length * 2_654_435_761 % 300), _split);
        BrokenPromiseException.Unless(_whole.SequenceEqual(_split), $"{_whole.Count} messages in one piece, {_split.Count} in many");
    }

    private static void Read(ReadOnlyMemory<byte> input, int largestPiece, List<(FrameKind, int, int)> messages)
    {
        messages.Clear();
        using var stream = new PieceStream(input, largestPiece);
        using var webSocket = WebSocket.CreateFromStream(stream, new WebSocketCreationOptions { IsServer = true, SubProtocol = UpgradeRequest.SubProtocol, KeepAliveInterval = TimeSpan.Zero });
        var channel = new WebSocketChannel(webSocket, SipLimits.Default, TimeProvider.System);
        try
        {
            while (Next(channel) is { Kind: not FrameKind.End } read)
            {
                BrokenPromiseException.Unless(read.Message.Length <= SipLimits.Default.MaxMessageBytes, "no message is over the limit");
                var hash = new HashCode();
                hash.AddBytes(read.Message.Span);
                messages.Add((read.Kind, read.Message.Length, hash.ToHashCode()));
            }
        }
        catch (WebSocketException)
        {
            messages.Add((FrameKind.Broken, 0, 0)); // as the connection's loop takes it: the peer breaks the protocol, or is gone in the middle
        }
    }

    // Nothing here waits: the stream has its bytes or ends.
    private static ChannelRead Next(WebSocketChannel channel)
    {
        var read = channel.ReadAsync(CancellationToken.None).AsTask();
        BrokenPromiseException.Unless(read.IsCompleted, "a read ends with the bytes there are");
        return read.GetAwaiter().GetResult();
    }

    // Fin, opcode, mask bit and length, key, masked payload (§5.2).
    private static byte[] Frame(FuzzRandom random, byte head, ReadOnlySpan<byte> payload)
    {
        byte[] key = [random.Byte(), random.Byte(), random.Byte(), random.Byte()];
        var length = new byte[payload.Length < 126 ? 0 : 2];
        if (length.Length > 0) BinaryPrimitives.WriteUInt16BigEndian(length, (ushort)payload.Length);
        var masked = payload.ToArray();
        for (var i = 0; i < masked.Length; i++) masked[i] ^= key[i % key.Length];
        return [head, (byte)(Masked | (length.Length > 0 ? 126 : payload.Length)), .. length, .. key, .. masked];
    }
}
