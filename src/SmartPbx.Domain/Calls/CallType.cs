namespace SmartPbx.Domain.Calls;

/// <summary>Whether people only talked, or the voice agent took part.</summary>
public enum CallType { SipCall, AiCall }
