namespace SmartPbx.Sip.Messages;

/// <summary>Takes one value off a text, from a place on; gives the place behind it, or <see cref="SipText.Broken"/>.</summary>
internal delegate int SipTextParser<T>(in SipText text, int at, out T value);
