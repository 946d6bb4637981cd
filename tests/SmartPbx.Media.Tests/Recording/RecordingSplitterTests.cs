using SmartPbx.Media.Recording;
using SmartPbx.Media.Tests.TestKit;

namespace SmartPbx.Media.Tests.Recording;

public sealed class RecordingSplitterTests
{
    private readonly short[] _caller = [.. Enumerable.Range(0, 10_000).Select(i => (short)i)];
    private readonly short[] _callee = [.. Enumerable.Range(0, 10_000).Select(i => (short)(30_000 - i))];

    [Theory]
    [InlineData(RecordingPart.Caller)]
    [InlineData(RecordingPart.Callee)]
    [InlineData(RecordingPart.Mixed)]
    public async Task Each_part_is_a_mono_file_of_the_announced_size(RecordingPart part)
    {
        using var recording = new MemoryStream(Wav.Stereo(8000, _caller, _callee));
        using var output = new MemoryStream();
        await RecordingSplitter.WriteAsync(recording, part, output);
        Assert.Equal(RecordingSplitter.SizeOf(recording), output.Length);
        short[] mono = Wav.Channel(output, 0);
        Assert.Equal(part switch { RecordingPart.Caller => _caller, RecordingPart.Callee => _callee, _ => Enumerable.Repeat((short)30_000, 10_000) }, mono);
    }

    [Fact]
    public async Task Mixing_saturates()
    {
        using var recording = new MemoryStream(Wav.Stereo(8000, [30_000, -30_000], [30_000, -30_000]));
        using var output = new MemoryStream();
        await RecordingSplitter.WriteAsync(recording, RecordingPart.Mixed, output);
        Assert.Equal([short.MaxValue, short.MinValue], Wav.Channel(output, 0));
    }

    [Fact]
    public async Task Anything_else_is_refused()
    {
        using var text = new MemoryStream("RIFFxxxxWAVEnothing else"u8.ToArray());
        await Assert.ThrowsAsync<InvalidDataException>(() => RecordingSplitter.WriteAsync(text, RecordingPart.Caller, Stream.Null));
        Assert.Equal(-1, RecordingSplitter.SizeOf(text));
    }
}
