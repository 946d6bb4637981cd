namespace SmartPbx.Sip.Messages;

/// <summary>Takes one value off a text, from a place on.</summary>
internal delegate bool SipTextParser<T>(in SipText text, ref int at, out T value);
