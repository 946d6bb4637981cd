namespace SmartPbx.Domain.Transcripts;

/// <summary>Who spoke.</summary>
public enum Speaker { Caller, Callee, Agent, System }
