using SmartPbx.Domain.Directory;
using SmartPbx.Domain.Events;
using SmartPbx.Functions.Tests.Support;

namespace SmartPbx.Functions.Tests.RingGroups;

public sealed class RingGroupRoutesTests
{
    private static readonly object Sales = new
    {
        strategy = "one_after_another", members = new object[] { new { extension = "1008", seconds = 12 }, new { extension = "1009" } }, no_answer_seconds = 20, agent_takes_over = false,
        language = "ko-KR",
    };

    [Fact]
    public async Task Group_with_a_number_of_its_own_is_made_read_listed_changed_and_deleted_with_it()
    {
        await using var app = await StartAsync();
        var made = await app.SendAsync("PUT", "ring-groups/600", Sales);
        var read = await app.SendAsync("GET", "ring-groups/600");
        var list = await app.SendAsync("GET", "ring-groups");
        var changed = await app.SendAsync("PUT", "ring-groups/600", new { members = new[] { new { extension = "1009" } } });
        var stored = await NumberAsync(app, "600");
        var deleted = await app.SendAsync("DELETE", "ring-groups/600");

        Assert.Equal((201, 200, 200, 200, 204), (made.Status, read.Status, list.Status, changed.Status, deleted.Status));
        Assert.Equal("one_after_another", read["strategy"].GetValue<string>());
        Assert.Equal(12, read["members"].AsArray()[0]!["seconds"]!.GetValue<double>());
        Assert.Equal("600", Assert.Single(list["items"].AsArray())!["number"]!.GetValue<string>());
        Assert.Equal((RingStrategy.AllAtOnce, "1009", true), (stored!.RingGroup!.Strategy, Assert.Single(stored.RingGroup.Members).Extension, stored.AgentTakesOver));
        Assert.Null(await NumberAsync(app, "600"));
        Assert.Equal(404, (await app.SendAsync("GET", "ring-groups/600")).Status);
        Assert.Equal(3, app.Store.Published.Count(e => e.Type == EventCatalogue.ConfigChanged.Name));
    }

    [Fact]
    public async Task Number_that_was_there_before_does_again_what_it_did()
    {
        await using var app = await StartAsync();
        var made = await app.SendAsync("PUT", "ring-groups/+82255501234", Sales);
        var changed = await app.SendAsync("PUT", "ring-groups/82255501234", Sales);
        var grouped = await NumberAsync(app, "82255501234");
        await app.SendAsync("DELETE", "ring-groups/82255501234");
        var left = await NumberAsync(app, "82255501234");

        Assert.Equal((201, 200), (made.Status, changed.Status));
        Assert.Equal(("1008", 2), (grouped!.RingExtension, grouped.RingGroup!.Members.Count));
        Assert.Equal(("1008", null), (left!.RingExtension, left.RingGroup));
        Assert.Equal(404, (await app.SendAsync("DELETE", "ring-groups/82255501234")).Status);
    }

    [Fact]
    public async Task Only_the_version_that_the_client_saw_is_changed_or_deleted()
    {
        await using var app = await StartAsync();
        await app.SendAsync("PUT", "ring-groups/600", Sales);

        Assert.Equal(412, (await app.SendAsync("PUT", "ring-groups/600", Sales, headers: ("If-Match", "\"stale\""))).Status);
        Assert.Equal(412, (await app.SendAsync("DELETE", "ring-groups/600", headers: ("If-Match", "\"stale\""))).Status);
        Assert.NotNull(await NumberAsync(app, "600"));
    }

    [Fact]
    public async Task Number_of_a_phone_is_not_taken()
    {
        await using var app = await StartAsync();
        var answer = await app.SendAsync("PUT", "ring-groups/1008", Sales);

        Assert.Equal((409, "conflict"), (answer.Status, answer.Code));
        Assert.Null(await NumberAsync(app, "1008"));
    }

    [Theory]
    [InlineData("600", """{}""", "members")]
    [InlineData("600", """{"members":null}""", "members")]
    [InlineData("600", """{"members":[null]}""", "members")]
    [InlineData("600", """{"members":[{"extension":null}]}""", "members")]
    [InlineData("600", """{"members":[{"extension":"1008"},{"extension":"1008"}]}""", "members.extension: each one once")]
    [InlineData("600", """{"members":[{"extension":"4711"}]}""", "members.extension: there is no extension 4711")]
    [InlineData("600", """{"members":[{"extension":"../x"}]}""", "members.extension")]
    [InlineData("600", """{"members":[{"extension":"1008","seconds":0}]}""", "members.seconds")]
    [InlineData("600", """{"members":[{"extension":"1008"}],"no_answer_seconds":181}""", "no_answer_seconds")]
    [InlineData("600", """{"members":[{"extension":"1008"}],"language":"not a tag"}""", "language")]
    [InlineData("sales", """{"members":[{"extension":"1008"}]}""", "number")]
    public async Task What_could_not_ring_is_refused_by_field(string number, string body, string detail)
    {
        await using var app = await StartAsync();
        var answer = await app.SendAsync("PUT", $"ring-groups/{number}", body);

        Assert.Equal((400, "invalid_field"), (answer.Status, answer.Code));
        Assert.StartsWith(detail, answer["detail"].GetValue<string>(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Too_many_members_are_refused()
    {
        await using var app = await StartAsync();
        var members = Enumerable.Range(0, RingGroup.MaxMembers + 1).Select(i => new { extension = $"{2000 + i}" });

        Assert.Equal(400, (await app.SendAsync("PUT", "ring-groups/600", new { members })).Status);
    }

    [Fact]
    public async Task List_passes_over_numbers_without_a_group_and_turns_pages()
    {
        await using var app = await StartAsync();
        foreach (var number in new[] { "600", "601", "602" }) await app.SendAsync("PUT", $"ring-groups/{number}", Sales);
        var found = new List<string>();
        string? cursor = null;
        do
        {
            var page = await app.SendAsync("GET", $"ring-groups?limit=1{(cursor is null ? "" : $"&cursor={Uri.EscapeDataString(cursor)}")}");
            found.AddRange(page["items"].AsArray().Select(item => item!["number"]!.GetValue<string>()));
            cursor = page.Body!["next_cursor"]?.GetValue<string>();
        }
        while (cursor is not null);

        Assert.Equal(["600", "601", "602"], found);
    }

    private static async Task<FunctionApp> StartAsync()
    {
        var app = await FunctionApp.StartAsync();
        foreach (var extension in new[] { "1008", "1009" })
            await app.PutAsync(FunctionApp.Acme, DirectoryDocuments.Partition, DirectoryDocuments.Extensions, extension,
                new Extension { TenantId = FunctionApp.Acme, Number = extension, Ha1Md5 = "x", Ha1Sha256 = "x" });
        await app.PutAsync(FunctionApp.Acme, DirectoryDocuments.Partition, DirectoryDocuments.Numbers, "82255501234",
            new PhoneNumber { TenantId = FunctionApp.Acme, Number = "82255501234", RingExtension = "1008" });
        return app;
    }

    private static Task<PhoneNumber?> NumberAsync(FunctionApp app, string number) =>
        app.FindAsync(FunctionApp.Acme, DirectoryDocuments.Partition, DirectoryDocuments.Numbers, number);
}
