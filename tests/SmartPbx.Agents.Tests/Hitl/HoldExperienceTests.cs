using SmartPbx.Agents.Hitl;
using SmartPbx.Agents.Phrases;
using SmartPbx.Domain.Directory;

namespace SmartPbx.Agents.Tests.Hitl;

public sealed class HoldExperienceTests
{
    private static readonly PhraseSet Texts = PhraseBook.For("en-US", new AgentSettings(), "1000");

    [Fact]
    public void Tells_the_caller_at_15_and_30_seconds_once_each()
    {
        var said = new List<(int At, string Text)>();
        for (var ms = 0; ms <= 70_000; ms += 20)
            if (HoldExperience.Due(ms, said.Count, Texts) is { } text) said.Add((ms, text));
        Assert.Equal([(15_000, Texts.StillAsking), (30_000, Texts.StillWaiting)], said);
    }
}
