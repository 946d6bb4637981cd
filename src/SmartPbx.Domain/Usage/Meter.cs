namespace SmartPbx.Domain.Usage;

/// <summary>What is counted. The two call meters of a call add up to the time from answer to BYE of leg A.</summary>
public enum Meter { BridgedMs, AgentMs, SttMs, TtsCharacters, StorageBytes }
