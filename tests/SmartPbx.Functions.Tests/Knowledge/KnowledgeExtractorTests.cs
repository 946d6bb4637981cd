using SmartPbx.Domain.Transcripts;
using SmartPbx.Functions.Knowledge.Extraction;
using SmartPbx.Functions.Tests.Support;

namespace SmartPbx.Functions.Tests.Knowledge;

public sealed class KnowledgeExtractorTests
{
    private static IReadOnlyList<ExtractedKnowledge> Extract(params (Speaker Speaker, string Text)[] said) =>
        KnowledgeExtractor.Extract(Samples.Transcript([.. said.Select((s, i) => Samples.Turn(s.Speaker, s.Text, i * 10_000))]));

    [Fact]
    public void Pairs_a_callers_question_with_the_answer_of_the_person()
    {
        var found = Assert.Single(Extract(
            (Speaker.Caller, "when will the new branch in the city open"), (Speaker.Callee, "the new branch in the city will open on monday the first of march")));
        Assert.Equal(("When will the new branch in the city open", "The new branch in the city will open on monday the first of march", "information"),
            (found.Question, found.Answer, found.Category));
    }

    [Fact]
    public void Takes_an_unasked_statement_of_facts_and_makes_the_question_for_it()
    {
        var found = Assert.Single(Extract((Speaker.Callee, "Our parking garage is free for customers on weekends.")));
        Assert.Equal("Is your parking garage free for customers on weekends?", found.Question);
    }

    [Fact]
    public void Survives_words_that_were_misheard()
    {
        var found = Assert.Single(Extract(
            (Speaker.Caller, "one will the new branch in this city open"), (Speaker.Callee, "the new bench in the city will open on monday the first of march")));
        Assert.Contains("monday the first of march", found.Answer, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("hello good morning")]
    [InlineData("thank you for calling have a nice day")]
    [InlineData("how can i help you")]
    [InlineData("i don't know when the store will open on sunday")]
    [InlineData("hold on let me check the opening hours of the store")]
    [InlineData("your order will arrive on monday the first of march")]
    [InlineData("yes of course")]
    [InlineData("okay so well um")]
    public void Leaves_out_what_helps_nobody_else(string said) => Assert.Empty(Extract((Speaker.Callee, said)));

    [Fact]
    public void An_answer_must_come_from_the_callee() =>
        Assert.Empty(Extract((Speaker.Callee, "how can i help you"), (Speaker.Caller, "the store opens on monday at nine in the morning")));

    [Fact]
    public void What_the_agent_answered_is_not_learned_again() =>
        Assert.Empty(Extract((Speaker.Caller, "when do you open on sunday"), (Speaker.Agent, "On Sunday the shop opens at ten in the morning.")));

    [Fact]
    public void A_question_back_does_not_part_question_and_answer()
    {
        var found = Assert.Single(Extract((Speaker.Caller, "how long does delivery take"), (Speaker.Callee, "is that within the city?"), (Speaker.Caller, "yes it is"),
            (Speaker.Callee, "delivery in the city takes two days")));
        Assert.Equal("How long does delivery take", found.Question);
    }

    [Fact]
    public void The_same_thing_said_twice_is_one_item() => Assert.Single(Extract(
        (Speaker.Caller, "when do you open on sunday"), (Speaker.Callee, "on sunday we open at ten in the morning"),
        (Speaker.Caller, "sorry when do you open on sunday"), (Speaker.Callee, "we open at ten in the morning on sunday")));

    [Fact]
    public void Confidence_is_that_of_the_worse_understood_side()
    {
        var transcript = Samples.Transcript(Samples.Turn(Speaker.Caller, "when do you open on sunday", 0, 0.4),
            Samples.Turn(Speaker.Callee, "on sunday we open at ten in the morning", 5_000, 0.9));
        Assert.Equal(0.4, Assert.Single(KnowledgeExtractor.Extract(transcript)).Confidence);
    }

    [Fact]
    public void Reads_korean_too()
    {
        var found = Assert.Single(Extract((Speaker.Caller, "안녕하세요, 일요일에는 몇 시에 문을 여나요"), (Speaker.Callee, "네, 일요일에는 오전 10시부터 오후 6시까지 영업합니다")));
        Assert.Equal(("일요일에는 몇 시에 문을 여나요", "일요일에는 오전 10시부터 오후 6시까지 영업합니다"), (found.Question, found.Answer));
    }

    [Fact]
    public void Personal_data_is_masked_before_it_is_kept()
    {
        var found = Assert.Single(Extract((Speaker.Caller, "how do i reach the repair service"),
            (Speaker.Callee, "Call the repair service at 010-1234-5678 or write to repairs@shop.example on weekdays.")));
        Assert.Equal("Call the repair service at 010-****-5678 or write to re***@shop.example on weekdays.", found.Answer);
    }
}
