namespace SmartPbx.Media.Tests.TestKit;

internal sealed record ReceivedRtp(byte PayloadType, bool Marker, ushort Sequence, uint Timestamp, uint Ssrc, byte[] Payload);
