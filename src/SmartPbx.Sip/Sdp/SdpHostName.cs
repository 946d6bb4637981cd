using System.Net.Sockets;

namespace SmartPbx.Sip.Sdp;

/// <summary>A host that a description names in place of an address, and the family that its <c>c=</c> line says: IP4 asks for A records, IP6 for AAAA.</summary>
public readonly record struct SdpHostName(string Name, AddressFamily Family);
