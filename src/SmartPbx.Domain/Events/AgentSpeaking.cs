namespace SmartPbx.Domain.Events;

/// <summary>Payload of <c>agent.speaking</c>: playout of a sentence began, paused, resumed or ended.</summary>
/// <param name="Phase"><c>started</c>, <c>paused</c>, <c>resumed</c>, <c>interrupted</c> or <c>finished</c>.</param>
public sealed record AgentSpeaking(string Phase, string Text);
