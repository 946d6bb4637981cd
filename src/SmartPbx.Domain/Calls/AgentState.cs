namespace SmartPbx.Domain.Calls;

/// <summary>States of the voice agent (AI-1).</summary>
public enum AgentState { Idle, Greeting, Listening, Thinking, Speaking, Holding, Ended }
