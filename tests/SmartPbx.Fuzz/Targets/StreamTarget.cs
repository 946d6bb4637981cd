using SmartPbx.Fuzz.Mutation;
using SmartPbx.Sip.Messages;
using SmartPbx.Sip.Transport;
using SmartPbx.Sip.Transport.Streams;

namespace SmartPbx.Fuzz.Targets;

/// <summary>Messages in a stream (RFC 3261 §18.3): any split of the bytes gives the same frames.</summary>
internal sealed class StreamTarget : IFuzzTarget
{
    private readonly List<(FrameKind, int)> _whole = [], _split = [];

    public string Name => "stream";

    public IReadOnlyList<string> Words => SipSamples.Words;

    public IEnumerable<byte[]> Seeds(FuzzRandom random)
    {
        var messages = SipSamples.Messages(random).ToList();
        for (var i = 0; i < 100; i++) yield return [.. random.Any(messages), .. random.OneIn(2) ? "\r\n\r\n"u8 : "\r\n"u8, .. random.Any(messages), .. random.Any(messages)];
    }

    public void Feed(ReadOnlyMemory<byte> input)
    {
        Read(input.Span, _whole, new FuzzRandom(0), int.MaxValue);
        // The pieces depend on the input alone, so that a find stays one.
        var random = new FuzzRandom((ulong)input.Length * 2_654_435_761 + (input.IsEmpty ? 1u : input.Span[input.Length / 2]));
        Read(input.Span, _split, random, 1 + random.Below(random.OneIn(2) ? 3 : 700));
        BrokenPromiseException.Unless(_whole.SequenceEqual(_split), $"{_whole.Count} frames in one piece, {_split.Count} in many");
    }

    private static void Read(ReadOnlySpan<byte> bytes, List<(FrameKind, int)> frames, FuzzRandom random, int largestPiece)
    {
        frames.Clear();
        var framer = new StreamFramer(SipLimits.Default, SipConnectionLimits.Default);
        for (int taken = 0, come = 0; ;)
        {
            var frame = framer.Next(bytes[taken..come]);
            if (frame.Kind == FrameKind.Incomplete)
            {
                if (come == bytes.Length) return;
                come += Math.Min(bytes.Length - come, largestPiece == int.MaxValue ? largestPiece : 1 + random.Below(largestPiece));
                continue;
            }
            frames.Add((frame.Kind, frame.Kind == FrameKind.Broken ? 0 : frame.Length));
            if (frame.Kind == FrameKind.Broken) return;
            BrokenPromiseException.Unless(frame.Length > 0 && frame.Length <= come - taken, "a frame lies in what has come, and each step moves on");
            taken += frame.Length;
        }
    }
}
