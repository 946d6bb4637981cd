namespace SmartPbx.Sip.Messages;

internal delegate bool SipHeaderParser<T>(ReadOnlySpan<byte> text, out T value);
