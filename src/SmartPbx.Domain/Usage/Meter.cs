namespace SmartPbx.Domain.Usage;

/// <summary>What is counted. The two call meters of a call add up to the time from answer to BYE of leg A; the time on a carrier's line comes on top.</summary>
public enum Meter { BridgedMs, AgentMs, SttMs, TtsCharacters, StorageBytes, OutboundMs }
