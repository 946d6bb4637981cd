using System.Security.Cryptography;

namespace SmartPbx.Sip;

internal sealed class RandomSipTokens : SipTokens
{
    public override void Fill(Span<byte> buffer) => RandomNumberGenerator.Fill(buffer);
}
