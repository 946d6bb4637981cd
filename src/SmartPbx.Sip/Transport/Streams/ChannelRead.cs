using SmartPbx.Sip.Messages;

namespace SmartPbx.Sip.Transport.Streams;

/// <summary>What a channel read, with the bytes of a message, or of what was to become one.</summary>
internal readonly record struct ChannelRead(FrameKind Kind, ReadOnlyMemory<byte> Message = default, SipParseErrorCode Error = SipParseErrorCode.None);
