using System.Text;
using System.Text.Json;
using SmartPbx.Domain.Events;
using SmartPbx.Domain.Identity;

namespace SmartPbx.Domain.Tests.Events;

/// <summary>An envelope that is passed on is the JSON it was written as.</summary>
public class CloudEventTests
{
    private static CloudEvent Sample => CloudEvent.Create(EventCatalogue.ConfigChanged, "e1", "/functions", new TenantId("demo"), "1000", Samples.At, new ConfigChanged("number", "1000", "관리자"), 7);

    [Fact]
    public void Written_read_and_written_again_is_the_same_text()
    {
        var wire = Sample.ToUtf8();
        var read = CloudEvent.Read(wire);

        Assert.Equal(wire, read.ToUtf8());
        Assert.Equal(Sample, read);
        Assert.NotEqual(Sample with { Sequence = 8 }, read);
        Assert.Equal(Encoding.UTF8.GetString(wire), JsonSerializer.Serialize(read, SmartPbxJson.Options));
        Assert.Equal(("e1", "demo", 7), (read.Id, read.TenantId.Value, read.Sequence));
        Assert.Equal(new ConfigChanged("number", "1000", "관리자"), read.Payload(EventCatalogue.ConfigChanged));
    }

    [Fact]
    public void Payload_that_is_written_already_makes_the_same_event()
    {
        var payload = Sample.Payload(EventCatalogue.ConfigChanged);
        var written = CloudEvent.Create(EventCatalogue.ConfigChanged, Sample.Id, Sample.Source, Sample.TenantId, Sample.Subject, Sample.Time,
            JsonSerializer.SerializeToUtf8Bytes(payload, SmartPbxJson.Options), Sample.Sequence);

        Assert.Equal(Sample, written);
        Assert.Equal(payload, written.Payload(EventCatalogue.ConfigChanged));
    }

    [Fact]
    public void What_a_newer_writer_added_is_passed_on()
    {
        var newer = Encoding.UTF8.GetString(Sample.ToUtf8()).Replace("\"kind\":", "\"new_field\":{\"a\":1},\"kind\":", StringComparison.Ordinal);

        Assert.Contains("new_field", Encoding.UTF8.GetString(CloudEvent.Read(Encoding.UTF8.GetBytes(newer)).ToUtf8()), StringComparison.Ordinal);
    }

    [Fact]
    public void Changed_copy_is_written_as_it_was_changed()
    {
        var copy = Sample with { Id = "e2" };

        Assert.Equal("e2", CloudEvent.Read(copy.ToUtf8()).Id);
        Assert.Equal(Sample.Payload(EventCatalogue.ConfigChanged), CloudEvent.Read(copy.ToUtf8()).Payload(EventCatalogue.ConfigChanged));
    }

    [Theory]
    [InlineData("null")]
    [InlineData("{}")]
    [InlineData("{\"id\":\"half")]
    [InlineData("""{"specversion":"1.0","id":"e1","source":"/functions","type":"config.changed","subject":"1000","time":"2026-11-20T09:30:15Z","tenantid":"demo","sequence":3}""")]
    public void What_is_no_envelope_is_a_json_error(string text) => Assert.Throws<JsonException>(() => CloudEvent.Read(Encoding.UTF8.GetBytes(text)));
}
