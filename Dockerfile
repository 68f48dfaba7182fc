# The assistant as a service: models inside, nothing fetched when it runs, not as root.
#
#   docker build -t news-assistant .
#   docker run -p 7860:7860 -e ASSISTANT_API_TOKEN=... -v "$PWD/seeds:/articles:ro" news-assistant

FROM python:3.11-slim AS build
ENV PIP_NO_CACHE_DIR=1 PIP_DISABLE_PIP_VERSION_CHECK=1
WORKDIR /src
RUN python -m venv /opt/venv
COPY constraints.txt ./
# A CPU build: PyPI's own brings gigabytes of CUDA that nothing here uses.
RUN /opt/venv/bin/pip install -c constraints.txt torch==2.13.0 \
    --extra-index-url https://download.pytorch.org/whl/cpu
COPY pyproject.toml README.md LICENSE ./
COPY index ./index
COPY assistant ./assistant
COPY ui ./ui
RUN /opt/venv/bin/pip install -c constraints.txt .

FROM python:3.11-slim
RUN useradd --create-home --uid 10001 assistant \
    && install -d -o assistant /articles /index /feedback
COPY --from=build /opt/venv /opt/venv
COPY --chown=assistant seeds /articles
ENV PATH=/opt/venv/bin:$PATH \
    PYTHONUNBUFFERED=1 \
    ASSISTANT_CORPUS=/articles \
    ASSISTANT_INDEX_DIR=/index \
    ASSISTANT_FEEDBACK=/feedback/feedback.jsonl \
    ASSISTANT_HOST=0.0.0.0 \
    ASSISTANT_LOG_FORMAT=json
USER 10001
WORKDIR /home/assistant
VOLUME /index /feedback
EXPOSE 7860
# The first start builds the index: the articles of a large archive answer by words after a minute.
HEALTHCHECK --interval=10s --timeout=5s --start-period=180s --retries=3 \
    CMD ["python", "-c", "import urllib.request as u; u.urlopen('http://127.0.0.1:7860/readyz', timeout=4)"]
# SIGTERM, which `docker stop` sends, lets what is being answered be finished.
ENTRYPOINT ["assistant"]
CMD ["serve"]
