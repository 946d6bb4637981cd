using System.Net;
using System.Text;
using SmartPbx.Fuzz.Mutation;
using SmartPbx.Sip.Sdp;

namespace SmartPbx.Fuzz.Targets;

/// <summary>Descriptions (RFC 8866) and their answers (RFC 3264): what parses is written so that it reads the same; an answer has a line for each of the offer.</summary>
internal sealed class SdpTarget : IFuzzTarget
{
    private static readonly SdpAudioSettings _ours = new()
    {
        Address = IPAddress.Loopback, RtpPort = 10_000, Codecs = [SdpCodec.Pcmu, SdpCodec.Pcma, SdpCodec.G722, SdpCodec.TelephoneEvent()], RtcpMux = true, SessionId = 1,
    };

    public string Name => "sdp";

    public IReadOnlyList<string> Words => SdpSamples.Words;

    public IEnumerable<byte[]> Seeds(FuzzRandom random) => SdpSamples.Descriptions.Select(Encoding.UTF8.GetBytes);

    public void Feed(ReadOnlyMemory<byte> input)
    {
        if (!SdpSession.TryParse(input.Span, out var session, out _)) return;
        var written = session.ToBytes();
        BrokenPromiseException.Unless(SdpSession.TryParse(written, out var again, out var error), $"what was written parses: {error}");
        BrokenPromiseException.Unless(again.ToBytes().AsSpan().SequenceEqual(written), "parse(write(x)) is written like x");
        if (SdpNegotiation.TryAnswer(session, _ours, out var answer, out var stream)) CheckAnswer(session, answer, stream);
        _ = SdpNegotiation.TryAccept(SdpNegotiation.CreateOffer(_ours), session, out _);
    }

    private static void CheckAnswer(SdpSession offer, SdpSession answer, SdpAudioStream stream)
    {
        BrokenPromiseException.Unless(answer.Media.Count == offer.Media.Count, "one m= line in the answer for each of the offer (RFC 3264 §6)");
        BrokenPromiseException.Unless(SdpSession.TryParse(answer.ToBytes(), out _, out var error), $"an answer parses: {error}");
        BrokenPromiseException.Unless(stream.Codecs.Count > 0 && stream.RemoteRtp.Port > 0, "an agreed stream has a codec and a port");
    }
}
