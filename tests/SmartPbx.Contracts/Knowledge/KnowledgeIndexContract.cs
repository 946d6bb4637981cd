using SmartPbx.Domain.Identity;
using SmartPbx.Domain.Knowledge;
using static SmartPbx.Contracts.Samples;

namespace SmartPbx.Contracts.Knowledge;

/// <summary>What every knowledge index promises; how well it ranks is each adapter's own measurement.</summary>
public abstract class KnowledgeIndexContract(IKnowledgeIndexHarness harness) : IAsyncLifetime
{
    private const string HoursQuestion = "What are your opening hours?";
    private const string ParkingQuestion = "Where can I park my car?";

    private static CancellationToken None => CancellationToken.None;

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync() => await harness.DisposeAsync();

    private static KnowledgeItem Item(string id, string question, string answer, TenantId? tenant = null) => new()
    {
        ItemId = new KnowledgeItemId(id), TenantId = tenant ?? Alpha, Question = question, Answer = answer, Language = "en-US", Source = KnowledgeSource.Manual,
        Status = KnowledgeStatus.Active, CreatedAt = DateTimeOffset.UnixEpoch, UpdatedAt = DateTimeOffset.UnixEpoch, ChangedBy = "system",
    };

    private static KnowledgeItem Hours { get; } = Item("hours", HoursQuestion, "We are open from nine in the morning to six in the evening.");
    private static KnowledgeItem Parking { get; } = Item("parking", ParkingQuestion, "There is a free car park behind the building.");

    private async Task Add(TenantId tenant, params KnowledgeItem[] items)
    {
        await harness.Index.UpsertAsync(tenant, items, None);
        await harness.SettleAsync();
    }

    private async Task<string[]> Search(KnowledgeQuery query, TenantId? tenant = null) =>
        [.. (await harness.Index.SearchAsync(tenant ?? Alpha, query, None)).Select(h => h.ItemId.Value)];

    private static KnowledgeQuery Query(string text) => new() { Text = text };

    [Fact]
    public async Task Finds_the_item_that_answers_best_first_with_scores_between_0_and_1()
    {
        await Add(Alpha, Hours, Parking);

        var hits = await harness.Index.SearchAsync(Alpha, Query("what are your opening hours"), None);

        Assert.Equal(("hours", Hours.Answer, Hours.Question), (hits[0].ItemId.Value, hits[0].Answer, hits[0].Question));
        Assert.All(hits, h => Assert.InRange(h.Score, 0, 1));
        Assert.Equal(hits.OrderByDescending(h => h.Score), hits);
    }

    [Fact]
    public async Task Finds_an_item_by_a_variant_of_its_question()
    {
        await Add(Alpha, Hours with { Variants = ["until when may I come by"] }, Parking);

        Assert.Equal("hours", (await Search(Query("until when may i come by")))[0]);
    }

    [Fact]
    public async Task Gives_at_most_so_many_as_were_asked_for()
    {
        await Add(Alpha, Hours, Hours with { ItemId = new("hours2") }, Hours with { ItemId = new("hours3") });

        Assert.Equal(2, (await Search(Query(HoursQuestion) with { TopK = 2 })).Length);
    }

    [Fact]
    public async Task Finds_nothing_of_another_tenant()
    {
        await Add(Alpha, Hours);
        await Add(Beta, Parking with { TenantId = Beta });

        Assert.Empty((await Search(Query(HoursQuestion), Beta)).Intersect(["hours"]));
        await harness.Index.DeleteAsync(Beta, [Hours.ItemId], None);
        await harness.SettleAsync();
        Assert.Equal("hours", (await Search(Query(HoursQuestion)))[0]);
    }

    [Fact]
    public async Task The_same_id_of_two_tenants_is_two_items()
    {
        await Add(Alpha, Hours);
        await Add(Beta, Hours with { TenantId = Beta, Answer = "We never close, come whenever you like." });

        Assert.Equal(Hours.Answer, (await harness.Index.SearchAsync(Alpha, Query(HoursQuestion), None))[0].Answer);
    }

    [Fact]
    public async Task An_upsert_replaces_the_item()
    {
        await Add(Alpha, Hours, Parking);
        await Add(Alpha, Hours with { Answer = "We are open around the clock, every day." });

        var hits = await harness.Index.SearchAsync(Alpha, Query(HoursQuestion), None);
        Assert.Equal("We are open around the clock, every day.", hits[0].Answer);
        Assert.Single(hits, h => h.ItemId == Hours.ItemId);
    }

    [Fact]
    public async Task A_deleted_item_is_not_found_and_unknown_ids_are_ignored()
    {
        await Add(Alpha, Hours, Parking);
        await harness.Index.DeleteAsync(Alpha, [Hours.ItemId, new KnowledgeItemId("absent")], None);
        await harness.SettleAsync();

        Assert.DoesNotContain("hours", await Search(Query(HoursQuestion)));
    }

    [Fact]
    public async Task A_callees_own_items_are_found_for_that_callee_only()
    {
        await Add(Alpha, Hours with { Owner = "1000" });

        Assert.Equal(["hours"], await Search(Query(HoursQuestion) with { Owner = "1000" }));
        Assert.Empty(await Search(Query(HoursQuestion) with { Owner = "2000" }));
        Assert.Empty(await Search(Query(HoursQuestion)));
    }

    [Fact]
    public async Task Common_items_are_found_for_every_callee()
    {
        await Add(Alpha, Hours);

        Assert.Equal(["hours"], await Search(Query(HoursQuestion) with { Owner = "1000" }));
    }

    [Fact]
    public async Task Filters_by_language_and_category()
    {
        await Add(Alpha, Hours with { Category = "information" }, Item("korean", "영업 시간이 어떻게 되나요?", "평일 오전 아홉 시부터 오후 여섯 시까지 영업합니다.") with { Language = "ko-KR" });

        Assert.DoesNotContain("korean", await Search(Query(HoursQuestion) with { Language = "en-US" }));
        Assert.Equal("korean", (await Search(Query("영업 시간이 어떻게 되나요") with { Language = "ko-KR" }))[0]);
        Assert.DoesNotContain("hours", await Search(Query(HoursQuestion) with { Category = "refund" }));
        Assert.Contains("hours", await Search(Query(HoursQuestion) with { Category = "information" }));
    }

    [Theory]
    [InlineData("")]
    [InlineData("\"'*()^: AND OR NEAR -")]
    [InlineData("😀")]
    public async Task A_query_of_no_sense_is_answered_without_failing(string text)
    {
        await Add(Alpha, Hours);

        Assert.All(await harness.Index.SearchAsync(Alpha, Query(text), None), h => Assert.InRange(h.Score, 0, 1));
    }
}
