using SmartPbx.Functions.Knowledge.Extraction;

namespace SmartPbx.Functions.Tests.Knowledge;

public sealed class QualityTests
{
    [Theory]
    [InlineData("When do you open?", "We open at nine in the morning.", 1.0)]
    [InlineData("When?", "We open at nine in the morning.", 0.7)]
    [InlineData("When do you open?", "At nine.", 0.8)]
    [InlineData("When do you open?", "I am not sure, ask tomorrow please.", 0.7)]
    [InlineData("When do you open?", "We um open at uh nine in the morning.", 0.8)]
    [InlineData("이거 언제 오나요 어", "음 내일 오전 열 시부터 배송이 시작됩니다", 0.7)]
    [InlineData("um uh", "er hmm thing not sure", 0)]
    public void Scores_by_the_rules(string question, string answer, double score) => Assert.Equal(score, Quality.Score(question, answer));
}
