using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging.Abstractions;
using SmartPbx.Domain.Identity;
using SmartPbx.MediaEdge.Cdr;
using SmartPbx.MediaEdge.Configuration;
using SmartPbx.MediaEdge.Journal;

namespace SmartPbx.MediaEdge.Tests.Journal;

public sealed class CallJournalTests : IDisposable
{
    private readonly string _root = Path.Combine(Path.GetTempPath(), $"journal-{Guid.NewGuid():N}");
    private readonly DataFolder _folder;

    public CallJournalTests() => _folder = DataFolder.Take(EdgeOptionsReader.Read(new ConfigurationBuilder()
        .AddInMemoryCollection(new Dictionary<string, string?> { ["Edge:DataFolder"] = _root }).Build()));

    [Fact]
    public void Last_line_of_each_call_counts_and_a_closed_call_is_gone()
    {
        using (var before = Journal())
        {
            before.Write(Entry("a", "en-US"));
            before.Write(Entry("b", "en-US"));
            before.Write(Entry("a", "ko-KR"));
            before.Remove(new CallId("b"));
        }
        using var journal = Journal();

        Assert.Equal("ko-KR", Assert.Single(journal.ReadAll()).Language);
    }

    [Fact]
    public void Half_a_line_of_a_killed_process_leaves_the_line_before_it()
    {
        using (var before = Journal()) before.Write(Entry("a", "en-US"));
        File.AppendAllText(CallsFile, "{\"call\":\"a\",\"entry\":{\"lang");
        using var journal = Journal();

        Assert.Equal("en-US", Assert.Single(journal.ReadAll()).Language);
    }

    [Fact]
    public void Grown_file_is_written_anew_with_the_live_calls_alone()
    {
        const int LineCharacters = 100_000;
        using (var before = Journal())
        {
            before.Write(Entry("live", "en-US"));
            for (var i = 0L; i <= CallJournal.CompactBytes; i += LineCharacters)
            {
                before.Write(Entry("over", new string('x', LineCharacters)));
                before.Remove(new CallId("over"));
            }
        }

        Assert.True(new FileInfo(CallsFile).Length < CallJournal.CompactBytes, $"{new FileInfo(CallsFile).Length} bytes");
        using var journal = Journal();
        Assert.Equal("live", Assert.Single(journal.ReadAll()).Cdr.CallId.Value);
    }

    [Fact]
    public void File_that_cannot_be_written_anew_goes_on_where_it_is_and_is_not_tried_for_each_line()
    {
        const int LineCharacters = 100_000;
        System.IO.Directory.CreateDirectory(CallsFile + ".new"); // in the way
        using (var before = Journal())
        {
            before.Write(Entry("live", "en-US"));
            for (var i = 0L; i <= CallJournal.CompactBytes + (10 * LineCharacters); i += LineCharacters)
            {
                before.Write(Entry("over", new string('x', LineCharacters)));
                before.Remove(new CallId("over"));
            }
            before.Write(Entry("live", "ko-KR"));
            Assert.Equal(2, before.Failures); // at the start, and when it had grown
        }
        System.IO.Directory.Delete(CallsFile + ".new");
        using var journal = Journal();

        Assert.Equal("ko-KR", Assert.Single(journal.ReadAll()).Language);
    }

    public void Dispose()
    {
        _folder.Dispose();
        System.IO.Directory.Delete(_root, recursive: true);
    }

    private string CallsFile => Path.Combine(_folder.Journal, "calls.jsonl");

    private CallJournal Journal() => new(_folder, TimeProvider.System, NullLogger<CallJournal>.Instance);

    private static JournalEntry Entry(string call, string language) => new()
    {
        Cdr = new CdrDraft
        {
            CallId = new CallId(call), TenantId = new TenantId("demo"), EdgeId = new EdgeId("edge-1"), Caller = "5551000", Callee = "1000", StartedAt = TimeProvider.System.GetUtcNow(),
        },
        Language = language,
    };
}
